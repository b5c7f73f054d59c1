import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A count as its own document; in lists without lines and history.
struct CountBody: Codable, Sendable {
    let id: ID<Count>
    let planId: ID<CountPlan>?
    let warehouse: LocationLabel
    let state: CountState
    let blind: Bool
    let tolerance: ToleranceDraft
    let soleApproval: Quantity?
    /// Whether a difference is so large that a second person has to approve.
    let needsSecondApproval: Bool?
    let note: String?
    let version: Int64
    let createdBy: Actor
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let lines: [CountLineBody]?
    let history: [CountChangeBody]?

    /// Steps of the history that are told, the latest ones.
    static let maximumHistory = 200

    init(
        _ record: CountRecord,
        in warehouse: LocationLabel,
        needsSecondApproval: Bool? = nil,
        lines: [CountLineBody]? = nil,
        history: [CountChangeBody]? = nil
    ) {
        self.id = record.id
        self.planId = record.plan
        self.warehouse = warehouse
        self.state = record.state
        self.blind = record.policy.isBlind
        self.tolerance = ToleranceDraft(record.policy.tolerance)
        self.soleApproval = record.policy.soleApproval
        self.needsSecondApproval = needsSecondApproval
        self.note = record.note
        self.version = record.version
        self.createdBy = record.actor
        self.createdAt = record.createdAt
        self.updatedAt = record.updatedAt
        self.lines = lines
        self.history = history
    }

    /// Reads a count with all that belongs to it; `nil` where there is none.
    static func load(
        _ id: ID<Count>,
        in transaction: borrowing Transaction
    ) throws -> CountBody? {
        let rows = try transaction.pipeline([
            """
            SELECT stock_count.*, location.code AS warehouse_code
            FROM stock_count
            JOIN location ON location.id = stock_count.warehouse
            WHERE stock_count.id = \(id)
            """,
            CountLineBody.statement(for: id),
            CountLookBody.statement(for: id),
            """
            SELECT * FROM count_change WHERE count = \(id)
            ORDER BY version DESC
            LIMIT \(Self.maximumHistory)
            """,
            CountStore.lines(of: id),
            ApprovalRuleStore.latest,
        ])
        guard let row = rows[0].first else { return nil }
        let record = try CountRecord(row)
        var sheet = record.sheet(try rows[4].map { try CountLineRecord($0) })
        // What was approved was approved by the rule of its time.
        if record.state == .counted, let rule = rows[5].first {
            sheet.require(try ApprovalRule(rule))
        }
        var looks: [ID<CountLine>: [CountLookBody]] = [:]
        for row in rows[2] {
            looks[try row.decode("line"), default: []].append(try CountLookBody(row))
        }
        let lines = try rows[1].map { row in
            try CountLineBody(
                row,
                looks: looks[try row.decode("id")] ?? [],
                of: record
            )
        }
        let isCounted = record.state == .counted || record.state == .approved
        return CountBody(
            record,
            in: LocationLabel(id: record.warehouse, code: try row.decode("warehouse_code")),
            needsSecondApproval: isCounted ? sheet.needsSecond : nil,
            lines: lines,
            history: try rows[3].map { try CountChangeBody($0) }
        )
    }

    func response(status: Int = 200) throws -> OperationResponse {
        let place = status == 201 ? [("Location", "/v1/counts/\(self.id)")] : []
        return try .json(self, status: status, headers: place + [Precondition.tag(self.version)])
    }
}

/// A step of a count.
struct CountChangeBody: Codable, Sendable {
    let action: CountAction
    /// The state that it led to.
    let state: CountState
    /// How many lines it concerned.
    let lines: Int
    let note: String?
    let version: Int64
    let actor: Actor
    let recordedAt: Timestamp

    init(_ row: Row) throws {
        self.action = try row.word("action")
        self.state = try row.word("state")
        self.lines = Int(try row.decode("lines", as: Int32.self))
        self.note = try row.decode("note")
        self.version = try row.decode("version")
        self.actor = try Actor(row)
        self.recordedAt = try row.decode("recorded_at")
    }
}
