import Postgres
import TestSupport

extension System {
    /// Has the administrator of the database do what no service may.
    func administer(_ script: String) async throws {
        let pool = PostgresPool(self.servers.database.administration)
        try await withPool(pool) {
            try await pool.withTransaction { try $0.execute(script: script) }
        }
    }
}
