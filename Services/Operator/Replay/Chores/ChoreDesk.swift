import Contracts
import Kernel

/// One chore being done: asks over REST, and notes what was accepted.
struct ChoreDesk: Sendable {
    /// Of what somebody may refuse because tills were there first.
    static let rivalries: Set<ProblemCode> = [.insufficientStock]

    let api: APIClient
    let places: ChorePlaces
    let chore: Chore
    /// Of this run and no other, so that nothing is answered for an earlier one.
    let run: String
    private(set) var book = ChoreBook()
    /// What was refused, as it may be.
    private(set) var refusals = 0
    private var steps = 0

    init(api: APIClient, places: ChorePlaces, chore: Chore, run: String) {
        self.api = api
        self.places = places
        self.chore = chore
        self.run = run
    }

    /// What the documents that are made are called by.
    struct Made: Decodable, Sendable {
        let id: String
    }

    /// The lot that this chore makes of goods that have lots.
    var lot: String { "\(self.run.prefix(8))-\(self.chore.number)" }

    /// Orders something, and expects to be obeyed.
    @discardableResult
    mutating func order(
        _ path: [String],
        query: [(String, String)] = [],
        _ body: JSONValue
    ) async throws -> APIAnswer {
        self.steps += 1
        return try await self.api.post(path, query: query, key: self.key, body)
    }

    /// Orders something that makes a document.
    mutating func make(_ path: [String], _ body: JSONValue) async throws -> String {
        try await self.order(path, body).decode(Made.self).id
    }

    /// Orders something that may be refused.
    ///
    /// - Returns: `nil` where it was, for one of the reasons `codes`.
    mutating func attempt(
        _ path: [String],
        _ body: JSONValue,
        unless codes: Set<ProblemCode> = Self.rivalries
    ) async throws -> APIAnswer? {
        do {
            return try await self.order(path, body)
        } catch let failure as APIFailure {
            guard let code = failure.problem?.knownCode, codes.contains(code) else { throw failure }
            self.refusals += 1
            return nil
        }
    }

    /// Orders something that has to be refused.
    mutating func expectRefusal(
        _ code: ProblemCode,
        of path: [String],
        _ body: JSONValue
    ) async throws {
        guard try await self.attempt(path, body, unless: [code]) == nil else {
            throw OperatorFailure(
                "\(self.chore.kind.rawValue) \(self.chore.number): /\(path.joined(separator: "/")) "
                    + "was accepted and should have been refused as \(code.rawValue)",
                next: "this is a defect of the ledger"
            )
        }
    }

    /// Notes that so much of each of the chore's goods came to a place, or with less than zero left it.
    mutating func note(
        _ quantity: Int64,
        of goods: some Collection<Chore.Goods>,
        at place: String
    ) {
        for each in goods {
            self.book.add(Quantity(integerLiteral: quantity), of: each.sku, at: place)
        }
    }

    mutating func see(_ quantity: Int64, of goods: Chore.Goods, at place: String) {
        self.book.see(Quantity(integerLiteral: quantity), of: goods.sku, at: place)
    }

    private var key: String { "\(self.run)-\(self.chore.number)-\(self.steps)" }
}
