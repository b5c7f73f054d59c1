import Postgres

/// The table that the tests of this module write to.
enum ThingTable {
    static let migration = Migration(
        name: "V0001_thing",
        sql: """
            create table thing (
                id bigint constraint thing_is_unique primary key,
                amount bigint not null default 0 constraint amount_is_never_negative check (amount >= 0)
            );
            """
    )

    static func insert(_ id: Int, in transaction: borrowing Transaction) throws {
        try transaction.execute("INSERT INTO thing (id) VALUES (\(id))")
    }

    static func ids(_ pool: PostgresPool) async throws -> [Int] {
        try await pool.withTransaction(.readOnly) { transaction in
            try transaction.execute("SELECT id FROM thing ORDER BY id").map { try $0.decode("id") }
        }
    }
}
