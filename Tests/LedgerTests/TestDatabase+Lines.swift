import Postgres
import TestSupport

extension TestDatabase {
    /// What a statement selects as `line`, with the rights of the service.
    func lines(_ statement: SQL) async throws -> [String] {
        try await self.pool.withTransaction { transaction in
            try transaction.execute(statement).map { try $0.decode("line") }
        }
    }
}
