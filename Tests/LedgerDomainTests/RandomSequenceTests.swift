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
}
