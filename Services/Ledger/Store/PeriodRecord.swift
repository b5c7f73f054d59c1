import Contracts
import Kernel
import LedgerDomain
import Postgres

/// A row of `period`.
struct PeriodRecord: Sendable {
    let period: StockPeriod
    /// What was sealed when it was closed.
    let seal: PeriodSeal?
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ row: Row) throws {
        self.period = try StockPeriod(row)
        self.seal = try PeriodSeal(row)
        self.version = try row.decode("version")
        self.createdAt = try row.decode("created_at")
        self.updatedAt = try row.decode("updated_at")
    }
}

/// What stands for all balances at the end of a period.
struct PeriodSeal: Hashable, Sendable {
    /// Has everything that was recorded by then; nothing of the period was recorded later.
    let knownAt: Timestamp
    let count: Int64
    /// SHA-256.
    let hash: [UInt8]
}

extension PeriodSeal {
    /// `nil` while nothing is sealed.
    fileprivate init?(_ row: Row) throws {
        guard let knownAt = try row.decode("known_at", as: Timestamp?.self) else { return nil }
        self.init(
            knownAt: knownAt,
            count: try row.decode("balances"),
            hash: try row.decode("balances_hash")
        )
    }
}

extension StockPeriod {
    init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"),
            number: try row.decode("number"),
            name: try row.decode("name"),
            start: try row.decode("starts_at"),
            end: try row.decode("ends_at"),
            state: try row.word("state")
        )
    }
}
