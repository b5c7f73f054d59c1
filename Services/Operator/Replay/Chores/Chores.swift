import Contracts
import Kernel

/// The work of a warehouse while its tills sell, and what it must have come to.
struct Chores: Sendable {
    /// Chores that are done at the same time.
    static let hands = 4

    let api: APIClient
    let places: ChorePlaces
    let plan: ChorePlan
    let run: String
    /// Before the first sale.
    let openingTime: Timestamp
    let console: Console

    /// What is in the places that no till sells from, by place and SKU.
    let before: [String: [String: Quantity]]
    /// What is elsewhere in the warehouses.
    let elsewhere: [String: [String: Quantity]]
    let ledgerBefore: LedgerMark

    /// Makes the places and goods, and says what foreign money is worth.
    ///
    /// - Parameter run: Of this run and no other.
    static func prepare(
        _ plan: ChorePlan,
        run: String,
        in places: ChorePlaces,
        openingTime: Timestamp,
        api: APIClient,
        console: Console
    ) async throws -> Chores {
        // Whatever drifts from here on was made to drift by this run.
        let ledger = try await LedgerMark.read(from: api)
        try await api.provide(places.locations)
        try await ChoreSupply(api: api, console: console).provide(plan.ownGoods)
        let rate: JSONValue = [
            "currency": .string(ChoreMoney.foreign), "rate": .string(ChoreMoney.rate),
            "validFrom": .string(openingTime.description),
        ]
        try await api.post(["v1", "exchange-rates"], key: "\(run)-rate", rate)
        let before = try await places.onHand(in: api)
        var elsewhere: [String: [String: Quantity]] = [:]
        for (warehouse, bin) in places.warehouses {
            let all = try await StockReading(api: api, location: warehouse).inAll()
            elsewhere[warehouse] = [warehouse, bin].reduce(into: all) { rest, place in
                for (sku, quantity) in before[place] ?? [:] {
                    rest[sku, default: .zero] -= quantity
                }
            }
        }
        return Chores(
            api: api,
            places: places,
            plan: plan,
            run: run,
            openingTime: openingTime,
            console: console,
            before: before.filter { $0.key != places.shop },
            elsewhere: elsewhere,
            ledgerBefore: ledger
        )
    }

    /// What is to be compared once everything is booked.
    ///
    /// - Parameter sold: What must be in the shop without the chores.
    func proof(of book: ChoreBook, _ sold: [String: Quantity]) -> ChoreProof {
        var others = self.before
        others[self.places.shop] = sold
        return ChoreProof(
            api: self.api,
            places: self.places,
            book: book,
            others: others,
            elsewhere: self.elsewhere,
            ledgerBefore: self.ledgerBefore
        )
    }

    /// Does all chores, spread over a time, with a colleague and a rule of approvals.
    func perform(over time: Duration) async throws -> ChoreBook {
        guard !self.plan.chores.isEmpty else { return ChoreBook() }
        let colleague = try await ChoreColleague.hire(for: self.run, by: self.api)
        let rule = try await ChoreRule.require(for: self.run, by: self.api)
        let office = ChoreOffice(
            colleague: colleague.api,
            limit: rule.limit,
            counted: try await CountedGoods(api: self.api).skus(in: self.places.shop)
        )
        let outcome: Result<ChoreBook, any Error>
        do {
            outcome = .success(try await self.perform(over: time, office))
        } catch {
            outcome = .failure(error)
        }
        try await rule.lift(for: self.run, by: self.api)
        try await colleague.dismiss(by: self.api)
        return try outcome.get()
    }

    private func perform(over time: Duration, _ office: ChoreOffice) async throws -> ChoreBook {
        let start = ContinuousClock.now
        let chores = self.plan.chores
        var book = ChoreBook()
        var refusals = 0
        try await withThrowingTaskGroup(of: ChoreDesk.self) { group in
            for chore in chores {
                if chore.number >= Self.hands, let desk = try await group.next() {
                    book.add(desk.book)
                    refusals += desk.refusals
                }
                let due = start + time * chore.number / max(1, chores.count)
                group.addTask {
                    try await Task.sleep(until: due)
                    return try await self.perform(chore, office)
                }
            }
            for try await desk in group {
                book.add(desk.book)
                refusals += desk.refusals
            }
        }
        try self.console.write(
            "    \(chores.count) chores (seed \(self.plan.seed)): "
                + "\((ContinuousClock.now - start).tenths) s, \(refusals) refusals, as they should be"
        )
        return book
    }

    private func perform(_ chore: Chore, _ office: ChoreOffice) async throws -> ChoreDesk {
        var desk = ChoreDesk(
            api: self.api,
            office: office,
            places: self.places,
            chore: chore,
            run: self.run
        )
        do {
            try await desk.work(opening: self.openingTime)
        } catch let failure as APIFailure {
            throw OperatorFailure(
                "chore \(chore.number) (\(chore.kind.rawValue)): \(failure)",
                next: "./stockbook status; logs are in .stockbook/logs"
            )
        }
        return desk
    }
}
