/// What the bench measures, by the name that `--only` takes.
enum Measure: String, Codable, CaseIterable, Sendable {
    case pgOne = "pg-1"
    case pgHundred = "pg-100"
    case pgSelect = "pg-select"
    case brokerPublish = "broker-publish"
    case brokerRequest = "broker-request"
    case receiptOne = "receipt-1"
    case receiptHundred = "receipt-100"
    case quantity
    case search
    case sale
    case signIn = "sign-in"
    case trace
    case asOf = "as-of"
    case backdated
    case recall
    case evidence

    /// What one operation is.
    var meaning: String {
        switch self {
        case .pgOne: "a movement, a balance and an idempotency row in one transaction (pgbench)"
        case .pgHundred: "100 of them in one transaction (pgbench)"
        case .pgSelect: "one row by its key (pgbench)"
        case .brokerPublish: "400 bytes, confirmed by a quorum queue, consumed, acknowledged"
        case .brokerRequest: "a question of 400 bytes and its answer over transient queues"
        case .receiptOne: "POST /v1/receipts with one line"
        case .receiptHundred: "POST /v1/receipts with 100 lines"
        case .quantity: "GET /v1/stock/{sku}"
        case .search: "GET /v1/stock?q=...&limit=50"
        case .sale: "a sale of 20 lines, from the till's publish to its committed entry"
        case .signIn: "POST /v1/session"
        case .trace: "GET /v1/lots/{lotId}/trace"
        case .asOf: "GET /v1/stock/{sku}?asOf=..."
        case .backdated: "POST /v1/receipts behind all that has happened"
        case .recall: "POST /v1/lots/{lotId}:recall, each lot once"
        case .evidence: "GET /v1/lots/{lotId}/evidence of a lot that was recalled"
        }
    }

    /// How many movements or rows one operation is.
    var linesPerOperation: Int {
        switch self {
        case .pgHundred, .receiptHundred: 100
        case .sale: 20
        default: 1
        }
    }

    /// The raw limits that it is compared with; none for a raw limit.
    var limits: [Measure] {
        switch self {
        case .receiptOne, .backdated, .recall: [.pgOne]
        case .receiptHundred: [.pgHundred]
        case .quantity, .search, .trace, .asOf, .evidence: [.pgSelect, .brokerRequest]
        case .sale: [.pgHundred, .brokerPublish]
        case .signIn: [.pgOne]
        case .pgOne, .pgHundred, .pgSelect, .brokerPublish, .brokerRequest: []
        }
    }

    /// What a history may slow down.
    static let postings: [Self] = [.receiptOne, .receiptHundred]

    /// What only a ledger with a history can be asked; not measured unless it is named.
    ///
    /// Lots are recalled when nothing else will be asked of them but their evidence.
    static let reads: [Self] = [.trace, .asOf, .backdated, .recall, .evidence]

    /// Whether comparisons with this limit count lines and not operations.
    var isComparedByLines: Bool { self == .pgHundred }

    /// Whether it asks the services and not the servers below them.
    var isOurs: Bool { !self.limits.isEmpty }

    var usesBroker: Bool { [.brokerPublish, .brokerRequest].contains(self) }

    var usesPgBench: Bool { [.pgOne, .pgHundred, .pgSelect].contains(self) }
}
