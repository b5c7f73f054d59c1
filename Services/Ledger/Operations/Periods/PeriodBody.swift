import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A period with what was sealed of it, and by itself with its history.
struct PeriodBody: Codable, Sendable {
    let id: ID<Period>
    let number: Int64
    let name: String
    let from: Timestamp
    let until: Timestamp
    let state: PeriodState
    /// Once it is closed: what was recorded by then, how many balances, and the hash of them.
    let knownAt: Timestamp?
    let balances: Int64?
    let balancesHash: String?
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp
    /// The latest change first.
    let history: [PeriodChangeBody]?

    /// Changes that are shown of one period.
    static let maximumHistory = 100

    init(_ record: PeriodRecord, history: [PeriodChangeBody]? = nil) {
        self.id = record.period.id
        self.number = record.period.number
        self.name = record.period.name
        self.from = record.period.start
        self.until = record.period.end
        self.state = record.period.state
        self.knownAt = record.seal?.knownAt
        self.balances = record.seal?.count
        self.balancesHash = record.seal.map { Hexadecimal.text($0.hash) }
        self.version = record.version
        self.createdAt = record.createdAt
        self.updatedAt = record.updatedAt
        self.history = history
    }

    /// - Throws: 404 where there is no such period.
    static func load(
        _ id: ID<Period>,
        in transaction: borrowing Transaction
    ) throws -> PeriodBody {
        let rows = try transaction.pipeline([
            PeriodStore.named(id),
            """
            SELECT *
            FROM period_change
            WHERE period = \(id)
            ORDER BY version DESC
            LIMIT \(Self.maximumHistory)
            """,
        ])
        guard let row = rows[0].first else { throw Problem.notFound("There is no period \(id).") }
        return PeriodBody(
            try PeriodRecord(row),
            history: try rows[1].map { try PeriodChangeBody($0) }
        )
    }

    func response(status: Int = 200) throws -> OperationResponse {
        let place = status == 201 ? [("Location", "/v1/periods/\(self.id)")] : []
        return try .json(self, status: status, headers: place + [Precondition.tag(self.version)])
    }
}

/// A step in the life of a period.
struct PeriodChangeBody: Codable, Sendable {
    let action: PeriodStore.Action
    /// The state that it led to.
    let state: PeriodState
    let reason: String?
    let version: Int64
    let actor: Actor
    let recordedAt: Timestamp

    init(_ row: Row) throws {
        self.action = try row.word("action")
        self.state = try row.word("state")
        self.reason = try row.decode("reason")
        self.version = try row.decode("version")
        self.actor = try Actor(row)
        self.recordedAt = try row.decode("recorded_at")
    }
}

extension OperationRequest {
    /// The period in the path, whose balances are sealed.
    ///
    /// - Throws: 404 where there is none, 409 where it is not closed.
    func closedPeriod(in transaction: borrowing Transaction) throws -> StockPeriod {
        let id = try self.pathID("periodId", of: Period.self)
        guard let row = try transaction.execute(PeriodStore.named(id)).first else {
            throw Problem.notFound("There is no period \(id).")
        }
        let period = try StockPeriod(row)
        guard period.state == .closed else {
            throw Problem.conflict(.wrongState, "The period is \(period.state.rawValue).")
        }
        return period
    }
}
