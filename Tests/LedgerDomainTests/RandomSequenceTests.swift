import Contracts
import Kernel
import LedgerDomain
import Testing

/// Long random histories, judged by a model that only adds up movements.
struct RandomSequenceTests {
    @Test(arguments: [1, 7, 42, 1_867, 65_537] as [UInt64])
    func `any history keeps the invariants`(seed: UInt64) throws {
        var company = Company(seed: seed)
        var choice = SeededGenerator(seed: seed ^ 0xABCD)
        var model = ReferenceModel()
        var refused = 0
        for _ in 0..<2_000 {
            let (command, mayOversell) = RandomCommand.make(
                after: model,
                using: &choice
            )
            let before = company.state
            do {
                let decision = try company.perform(command, mayOversell: mayOversell)
                model.record(decision, mayOversell: mayOversell)
            } catch {
                refused += 1
                model.expectUnchanged(company.state, since: before)
            }
            model.expectSame(company.state)
        }
        // Neither all nor nothing: the history exercised both answers.
        #expect((100...1_900).contains(refused))
        model.expectConservation()
    }

    @Test(arguments: [3, 5, 8] as [UInt64])
    func `an entry and its reversal leave every balance as it was`(seed: UInt64) throws {
        var company = Company(seed: seed)
        var choice = SeededGenerator(seed: seed)
        var model = ReferenceModel()
        for _ in 0..<500 {
            let (command, _) = RandomCommand.make(after: model, using: &choice)
            let decision: Decision
            do {
                decision = try company.perform(command)
            } catch {
                #expect(!error.mayPass)
                continue
            }
            model.record(decision, mayOversell: false)
            guard let entry = decision.entry, entry.kind != .reverse, entry.reservation == nil
            else { continue }
            let reversal = try company.perform(Company.reverse(entry.id))
            model.record(reversal, mayOversell: false)
            let restored = Dictionary(
                uniqueKeysWithValues: reversal.balances.map { ($0.key, $0.onHand) }
            )
            for balance in decision.balances {
                let change = entry.movements.reduce(Quantity.zero) { sum, movement in
                    sum + movement.change(of: balance.key)
                }
                #expect(restored[balance.key] == balance.onHand - change)
            }
        }
    }
}

extension PostedMovement {
    /// By how much the movement changes a balance.
    func change(of key: Balance.Key) -> Quantity {
        guard self.variant == key.variant, self.lot == key.lot else { return .zero }
        if self.to == key.location { return self.quantity }
        return self.from == key.location ? -self.quantity : .zero
    }
}
