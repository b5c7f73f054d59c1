import Kernel
import Postgres

/// Archives the journal month by month, the oldest first.
struct JournalArchive: Sendable {
    /// How the owner of the journal connects.
    let owner: PostgresConfiguration
    private let server: ServerURL
    private let limits: ArchiveLimits

    init(owner: PostgresConfiguration, limits: ArchiveLimits = ArchiveLimits()) throws {
        self.owner = owner
        self.server = try ServerURL(owner.url, named: "the URL of the ledger's owner")
        self.limits = limits
    }

    /// - Parameter tell: Is given a line for each month.
    /// - Returns: How many months were archived, or would be.
    func run(
        olderThan months: Int,
        to target: ArchiveTarget,
        isDryRun: Bool = false,
        tell: (String) throws -> Void
    ) async throws -> Int {
        try await PostgresSession.with(self.owner) { session in
            let old = try await session.withTransaction { transaction in
                if case .tablespace(let name) = target {
                    try Self.require(tablespace: name, in: transaction)
                }
                return try JournalMonth.older(than: months, in: transaction)
            }
            let due = old.filter { self.isDue($0, target) }
            for month in due {
                let size = "\(month.bytes / 1_048_576) MiB"
                guard !isDryRun else {
                    try tell("\(month.name)  \(size), in \(month.tablespace)")
                    continue
                }
                let start = ContinuousClock.now
                try await self.archive(month, to: target, on: session)
                let time = (ContinuousClock.now - start).wholeMilliseconds
                try tell("\(month.name)  \(size) in \(time) ms")
            }
            return due.count
        }
    }

    private func archive(
        _ month: JournalMonth,
        to target: ArchiveTarget,
        on session: PostgresSession
    ) async throws {
        switch target {
        case .tablespace(let name):
            try await MonthMove(month: month, tablespace: name, limits: self.limits)
                .run(on: session)
        case .folder(let path):
            try await MonthExport(month: month, folder: path, server: self.server).run(on: session)
        }
    }

    private func isDue(_ month: JournalMonth, _ target: ArchiveTarget) -> Bool {
        switch target {
        case .tablespace(let name): month.tablespace != name
        case .folder(let path):
            !MonthExport(month: month, folder: path, server: self.server).isDone
        }
    }

    private static func require(
        tablespace name: String,
        in transaction: borrowing Transaction
    ) throws {
        let rows = try transaction.execute(
            """
            SELECT has_tablespace_privilege(tablespace.oid, 'CREATE')
                -- Where the database is, everybody may be.
                OR tablespace.oid = database.dattablespace AS may
            FROM pg_tablespace AS tablespace
            JOIN pg_database AS database ON database.datname = current_database()
            WHERE tablespace.spcname = \(name)
            """
        )
        guard let row = rows.first else {
            throw OperatorFailure(
                "there is no table space \(name)",
                next: "CREATE TABLESPACE it as an administrator; a folder has a slash: ./\(name)"
            )
        }
        guard try row.decode("may", as: Bool.self) else {
            throw OperatorFailure(
                "the owner of the ledger may not use \(name)",
                next: "GRANT CREATE ON TABLESPACE \(name) TO ledger_owner"
            )
        }
    }
}
