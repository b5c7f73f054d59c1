import Contracts
import FoundationEssentials
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

    /// Makes the places, and says what foreign money is worth.
    static func prepare(
        _ plan: ChorePlan,
        in places: ChorePlaces,
        openingTime: Timestamp,
        api: APIClient,
        console: Console
    ) async throws -> Chores {
        let run = UUID().uuidString.lowercased()
        try await api.provide(places.locations)
        let rate: JSONValue = [
            "currency": .string(ChoreMoney.foreign), "rate": .string(ChoreMoney.rate),
            "validFrom": .string(openingTime.description),
        ]
        try await api.post(["v1", "exchange-rates"], key: "\(run)-rate", rate)
        var before: [String: [String: Quantity]] = [:]
        for place in places.all where place != places.shop {
            before[place] = try await StockReading(api: api, location: place).onHand()
        }
        return Chores(
            api: api,
            places: places,
            plan: plan,
            run: run,
            openingTime: openingTime,
            console: console,
            before: before
        )
    }

    /// What is to be compared once everything is booked.
    ///
    /// - Parameter sold: What must be in the shop without the chores.
    func proof(of book: ChoreBook, _ sold: [String: Quantity]) -> ChoreProof {
        var others = self.before
        others[self.places.shop] = sold
        return ChoreProof(api: self.api, places: self.places, book: book, others: others)
    }

    /// Does all chores, spread over a time.
    func perform(over time: Duration) async throws -> ChoreBook {
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
                    return try await self.perform(chore)
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

    private func perform(_ chore: Chore) async throws -> ChoreDesk {
        var desk = ChoreDesk(api: self.api, places: self.places, chore: chore, run: self.run)
        do {
            switch chore.kind {
            case .delivery: try await desk.deliver()
            case .lateDelivery: try await desk.deliverLate(on: self.openingTime)
            case .shelving: try await desk.shelve()
            case .road: try await desk.sendByRoad()
            case .promise: try await desk.promise()
            case .rivalry: try await desk.rival()
            case .production: try await desk.produce()
            case .exchange: try await desk.exchange()
            case .mistake: try await desk.undoMistake()
            case .batch: try await desk.doAtOnce()
            case .hold: try await desk.hold()
            case .recall: try await desk.recall()
            case .count: try await desk.count()
            case .worth: try await desk.revalue()
            }
        } catch let failure as APIFailure {
            throw OperatorFailure(
                "chore \(chore.number) (\(chore.kind.rawValue)): \(failure)",
                next: "./stockbook status; logs are in .stockbook/logs"
            )
        }
        return desk
    }
}
