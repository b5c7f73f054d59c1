import Contracts
import Kernel
import LedgerDomain
import Postgres

/// How far the journal is costed: the one row of `cost_position`.
struct CostPosition: Sendable {
    /// When the last fact that was followed was recorded, and which that is.
    let recordedAt: Timestamp
    let source: ID<CostSource>
    /// Of the last line in the book of costs.
    let lastNumber: Int64
    /// Everything that was recorded up to then is costed.
    var costedTo: Timestamp
    /// What values are told in, for ever.
    let currency: String
    /// From then on it is known which goods there were; `nil` where that does not matter.
    private(set) var shiftsFrom: Timestamp?

    init(
        recordedAt: Timestamp,
        source: ID<CostSource>,
        lastNumber: Int64,
        costedTo: Timestamp,
        currency: String
    ) {
        self.recordedAt = recordedAt
        self.source = source
        self.lastNumber = lastNumber
        self.costedTo = costedTo
        self.currency = currency
    }

    init(_ row: Row) throws {
        self.recordedAt = try row.decode("recorded_at")
        self.source = try row.decode("source")
        self.lastNumber = try row.decode("last_number")
        self.costedTo = try row.decode("costed_to")
        self.currency = try row.decode("currency")
        self.shiftsFrom = try row.decode("shifts_from")
    }

    static let read: SQL = "SELECT * FROM cost_position"

    /// Whoever reads it so is the only one that can move it.
    static let lock: SQL = "SELECT * FROM cost_position FOR UPDATE"

    var save: SQL {
        """
        UPDATE cost_position
        SET recorded_at = \(self.recordedAt), source = \(self.source),
            last_number = \(self.lastNumber), costed_to = \(self.costedTo), currency = \(self.currency)
        """
    }
}
