import Contracts
import Kernel
import TestSupport

/// One of many who receive, adjust, sell, reserve, consume, release and read the same variant.
///
/// What a client does is decided by its seed alone. It asks for one thing at a time, again and again
/// under the same `Idempotency-Key` while there is no answer; all of that is one operation. Now and
/// then it gives up, and then nobody knows the outcome.
struct StockClient {
    /// How long one operation is asked for; a service that was killed is back long before.
    private static let patience = Duration.seconds(90)
    private static let pause = Duration.milliseconds(100)
    /// Of so many changes that are not answered at once one is given up.
    private static let steadiness = 10
    private static let largestQuantity = 4

    private let shelf: StockShelf
    private let system: System
    private let tally: HistoryTally
    private var generator: SeededGenerator

    init(of shelf: StockShelf, in system: System, tally: HistoryTally, seed: UInt64) {
        self.shelf = shelf
        self.system = system
        self.tally = tally
        self.generator = SeededGenerator(seed: seed)
    }

    /// Does so many things, one after the other.
    mutating func work(_ operations: Int) async throws {
        for _ in 0..<operations {
            if Int.random(in: 0..<7, using: &self.generator) == 0 {
                try await self.read()
            } else {
                try await self.ask(self.request())
            }
        }
    }

    /// Asks for one change and records what came of it.
    mutating func ask(_ request: StockModel.Request) async throws {
        let call = try self.shelf.call(for: request)
        let calledAt = Timestamp.now
        guard let answer = try await self.answer(to: call, mayGiveUp: true) else {
            self.shelf.append(HistoricOperation(unanswered: request, calledAt: calledAt))
            self.tally.add(\.unknown)
            return
        }
        let returnedAt = Timestamp.now
        guard let meaning = try StockAnswers.meaning(of: answer, to: request) else {
            throw Unexpected(call: call, caller: self.system.admin, answer: answer)
        }
        self.shelf.append(
            HistoricOperation(
                request,
                calledAt: calledAt,
                answer: meaning.answer,
                returnedAt: returnedAt,
                likelyAt: meaning.time
            )
        )
        self.tally.add(\.answered)
    }

    /// Reads the stock and records each of its promises as an observation.
    ///
    /// What is on hand, in all warehouses, is what had been recorded at `knownAt`, which may be before
    /// the question where entries were under way. What is promised is known for now only, and of each
    /// warehouse for itself: their locks are not the same.
    mutating func read() async throws {
        let call = try self.shelf.call(for: .count)
        var askedAt = Timestamp.now
        guard
            let answer = try await self.answer(to: call, mayGiveUp: false, askedAt: &askedAt)
        else { return }
        let returnedAt = Timestamp.now
        let stock = try answer.decode(StockAnswers.Stock.self)
        let onHand = stock.pieces(\.onHand, in: self.shelf.warehouses)
        self.shelf.append(
            HistoricOperation(
                .count,
                calledAt: min(askedAt, stock.knownAt),
                answer: .counted(onHand),
                returnedAt: returnedAt,
                likelyAt: stock.knownAt
            )
        )
        let promised = stock.pieces(\.reserved, in: self.shelf.warehouses)
        for (warehouse, quantity) in promised.enumerated() {
            self.shelf.append(
                HistoricOperation(
                    .countPromised(warehouse: warehouse),
                    calledAt: stock.promisesKnown(askedAt: askedAt),
                    answer: .counted([quantity]),
                    returnedAt: returnedAt
                )
            )
        }
        self.shelf.append(
            StockShelf.Reading(onHand: onHand, knownAt: stock.knownAt, askedAt: askedAt)
        )
        self.tally.add(\.answered)
    }

    private mutating func request() -> StockModel.Request {
        let warehouse = Int.random(in: self.shelf.warehouses.indices, using: &self.generator)
        let quantity = Int.random(in: 1...Self.largestQuantity, using: &self.generator)
        switch Int.random(in: 0..<10, using: &self.generator) {
        case 0, 1: return .move(.receive, warehouse: warehouse, by: quantity)
        case 2:
            let change = Bool.random(using: &self.generator) ? quantity : -quantity
            return .move(.adjust, warehouse: warehouse, by: change)
        case 3, 4: return .move(.sell, warehouse: warehouse, by: -quantity)
        case 5, 6, 7:
            let promise = self.shelf.recentPromise(using: &self.generator)
            guard let promise, Bool.random(using: &self.generator) else { break }
            return Bool.random(using: &self.generator)
                ? .consume(promise: promise) : .release(promise: promise)
        default: break
        }
        return .reserve(
            promise: self.shelf.promise(),
            warehouse: warehouse,
            quantity: quantity
        )
    }

    private mutating func answer(to call: Call, mayGiveUp: Bool) async throws -> Answer? {
        var ignored = Timestamp.now
        return try await self.answer(to: call, mayGiveUp: mayGiveUp, askedAt: &ignored)
    }

    /// The final answer; `nil` where the client gave up.
    ///
    /// - Parameter askedAt: Set to when it was asked for the last time.
    private mutating func answer(
        to call: Call,
        mayGiveUp: Bool,
        askedAt: inout Timestamp
    ) async throws -> Answer? {
        let deadline = ContinuousClock.now + Self.patience
        let givesUp = mayGiveUp && Int.random(in: 0..<Self.steadiness, using: &self.generator) == 0
        while true {
            askedAt = .now
            do {
                let answer = try await self.system.call(call, by: self.system.admin)
                if try answer.isFinal { return answer }
                guard .now < deadline else {
                    throw Unexpected(call: call, caller: self.system.admin, answer: answer)
                }
            } catch let error where !(error is CancellationError || error is Unexpected) {
                // The gateway was killed, and the answer with it.
                guard .now < deadline else { throw error }
            }
            self.tally.add(\.repeated)
            guard !givesUp else { return nil }
            try await Task.sleep(for: Self.pause)
        }
    }
}

extension Answer {
    /// Whether asking again would be answered the same.
    fileprivate var isFinal: Bool {
        get throws {
            guard self.status < 500, ![408, 429].contains(self.status) else { return false }
            return try self.code != .requestInFlight
        }
    }
}
