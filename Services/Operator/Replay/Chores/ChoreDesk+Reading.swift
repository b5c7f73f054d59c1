import Contracts
import Kernel

extension ChoreDesk {
    /// How long what follows a command by itself may take, also while services are struck down.
    static let patience = Duration.seconds(300)
    private static let pause = Duration.milliseconds(250)

    private struct Level: Decodable {
        let sku: String
        let onHand: Quantity
    }

    /// A name of something in an answer.
    struct Label: Decodable, Hashable, Sendable {
        let code: String
    }

    /// An entry as an answer tells of it.
    struct Told: Decodable, Sendable {
        struct Movement: Decodable, Sendable {
            let sku: String
            let quantity: Quantity
            let reversed: Quantity?
        }

        let id: String
        let kind: String
        let movements: [Movement]
    }

    /// The path of what is done with a document.
    static func step(_ verb: String, of path: [String]) -> [String] {
        Array(path.dropLast()) + path.suffix(1).map { "\($0):\(verb)" }
    }

    /// Expects that so much of each of the chore's goods is at a place, to the piece.
    ///
    /// A list goes as far as the ledger knows everything: what somebody else has begun, and a storm keeps
    /// from its end, holds that back.
    func expectStock(_ quantities: [Int64], at place: String) async throws {
        for (goods, quantity) in zip(self.chore.goods, quantities) {
            let expected = Quantity(integerLiteral: quantity)
            try await self.expectSoon(expected, "\(goods.sku) at \(place)") {
                let levels = try await self.api.list(
                    ["v1", "stock"],
                    query: [("location", place), ("sku", goods.sku)],
                    of: Level.self
                )
                return levels.reduce(Quantity.zero) { $0 + $1.onHand }
            }
        }
    }

    /// The same of each of the goods.
    func expectStock(_ quantity: Int64, at place: String) async throws {
        try await self.expectStock(self.chore.goods.map { _ in quantity }, at: place)
    }

    func expect<Value: Equatable>(
        _ found: Value,
        _ expected: Value,
        _ what: @autoclosure () -> String
    ) throws {
        guard found != expected else { return }
        throw self.defect("\(what()): expected \(expected), found \(found)")
    }

    /// The same of a list, which a standby may answer that is a moment behind.
    func expectSoon<Value: Equatable>(
        _ expected: Value,
        _ what: @autoclosure () -> String,
        _ read: () async throws -> Value
    ) async throws {
        let deadline = ContinuousClock.now + APIClient.newsPatience
        while true {
            let found = try await read()
            guard found != expected else { return }
            guard ContinuousClock.now < deadline else {
                return try self.expect(found, expected, what())
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Waits for what the ledger does by itself.
    func wait<Value>(
        for what: String,
        _ look: () async throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            if let value = try await look() { return value }
            guard ContinuousClock.now < deadline else {
                throw self.defect("\(what) has not come about in \(Self.patience)")
            }
            try await Task.sleep(for: Self.pause)
        }
    }
}
