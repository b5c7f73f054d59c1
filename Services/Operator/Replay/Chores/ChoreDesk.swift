import Contracts
import Kernel

/// One chore being done: asks over REST, and notes what was accepted.
struct ChoreDesk: Sendable {
    /// Of what somebody may refuse because tills were there first.
    static let rivalries: Set<ProblemCode> = [.insufficientStock]

    /// Who asks.
    enum Voice: Sendable {
        /// The operator's key.
        case own
        /// Somebody who answers for what a program may not.
        case colleague
    }

    let api: APIClient
    let office: ChoreOffice
    let places: ChorePlaces
    let chore: Chore
    /// Of this run and no other, so that nothing is answered for an earlier one.
    let run: String
    private(set) var book = ChoreBook()
    /// What was refused, as it may be.
    private(set) var refusals = 0
    private var steps = 0

    init(api: APIClient, office: ChoreOffice, places: ChorePlaces, chore: Chore, run: String) {
        self.api = api
        self.office = office
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
        by voice: Voice = .own,
        _ body: JSONValue
    ) async throws -> APIAnswer {
        self.steps += 1
        let api =
            switch voice {
            case .own: self.api
            case .colleague: self.office.colleague
            }
        return try await api.post(path, query: query, key: self.key, body)
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
        by voice: Voice = .own,
        _ body: JSONValue,
        unless codes: Set<ProblemCode> = Self.rivalries
    ) async throws -> APIAnswer? {
        do {
            return try await self.order(path, by: voice, body)
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
        by voice: Voice = .own,
        _ body: JSONValue
    ) async throws {
        guard try await self.attempt(path, by: voice, body, unless: [code]) == nil else {
            throw self.defect(
                "/\(path.joined(separator: "/")) was accepted and should have been refused as "
                    + code.rawValue
            )
        }
    }

    /// Why the ledger is not to be relied on.
    func defect(_ text: String) -> OperatorFailure {
        OperatorFailure(
            "chore \(self.chore.number) (\(self.chore.kind.rawValue)): \(text)",
            next: "this is a defect of the ledger"
        )
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

    /// Notes that every piece of the chore's goods came at one price.
    mutating func notePrice() {
        for each in self.chore.goods { self.book.price(each.sku, at: ChoreMoney.worth) }
    }

    private var key: String { "\(self.run)-\(self.chore.number)-\(self.steps)" }
}
