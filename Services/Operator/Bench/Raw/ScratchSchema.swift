import Postgres

/// Tables of the bench's own in the suite's database, made for a run and dropped after it.
///
/// With nothing but their keys: a limit is what the server does without our constraints and indexes.
struct ScratchSchema: Sendable {
    static let name = "stockbook_bench"

    let pool: PostgresPool
    /// Rows of the table of balances.
    let keys: Int

    /// Makes the tables, runs `body`, and drops them whatever becomes of it.
    ///
    /// What a run that was killed has left is dropped first.
    nonisolated(nonsending) func whilePresent<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        try await self.drop()
        try await self.create()
        let value: Value
        do {
            value = try await body()
        } catch {
            // The first failure is the one to hear about; the next run drops what is left.
            try? await self.drop()
            throw error
        }
        try await self.drop()
        return value
    }

    private func create() async throws {
        let keys = Int64(self.keys)
        try await self.pool.withTransaction { transaction in
            try transaction.execute(
                script: """
                    CREATE SCHEMA \(Self.name);
                    SET LOCAL search_path = \(Self.name);
                    CREATE TABLE request (
                        id uuid PRIMARY KEY,
                        answer integer NOT NULL,
                        created_at timestamptz NOT NULL DEFAULT now()
                    );
                    CREATE TABLE movement (
                        id uuid PRIMARY KEY,
                        variant bigint NOT NULL,
                        quantity bigint NOT NULL,
                        recorded_at timestamptz NOT NULL DEFAULT now()
                    );
                    CREATE TABLE balance (
                        variant bigint PRIMARY KEY,
                        on_hand bigint NOT NULL
                    ) WITH (fillfactor = 80);
                    """
            )
            try transaction.execute(
                """
                INSERT INTO \(identifier: Self.name).balance (variant, on_hand)
                SELECT key, 10000 FROM generate_series(1, \(keys)) AS key
                """
            )
        }
    }

    private func drop() async throws {
        _ = try await self.pool.withTransaction { transaction in
            try transaction.execute("DROP SCHEMA IF EXISTS \(identifier: Self.name) CASCADE")
        }
    }
}
