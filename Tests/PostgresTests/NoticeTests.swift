import InMemoryLogging
import Logging
import Postgres
import TestSupport
import Testing

@Suite(.requiresPostgres) struct NoticeTests {
    /// Logs one notice and returns how it was logged.
    private func entry(_ level: Logger.Level) async throws -> InMemoryLogHandler.Entry? {
        let handler = InMemoryLogHandler()
        try await withTestDatabase { database in
            try await withLogger(logLevel: level, handler: handler) { _ in
                try await database.pool.withTransaction {
                    try $0.execute(script: "do $$ begin raise warning 'row %', 7; end $$")
                }
            }
        }
        return handler.entries.first { $0.message == "PostgreSQL sent a notice" }
    }

    @Test func `a warning of the server is logged without its data`() async throws {
        let entry = try #require(try await self.entry(.info))
        #expect(entry.level == .warning)
        #expect(entry.metadata["postgres.sqlstate"] == "01000")
        #expect(entry.metadata["postgres.message"] == nil)
    }

    @Test func `debugging shows what the server said`() async throws {
        let entry = try #require(try await self.entry(.debug))
        #expect(entry.metadata["postgres.message"] == "row 7")
    }
}
