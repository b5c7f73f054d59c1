import InMemoryLogging
import Logging
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct RefusalTests {
    @Test func `what is in a row does not reach the log, unless somebody debugs`() async throws {
        let error = try await self.failure()
        let errors = self.logged(by: error, at: .error)
        #expect(errors.map(\.message) == ["A request failed"])
        let text = String(describing: errors.map(\.metadata))
        #expect(text.contains("account_name_is_unique"))
        #expect(!text.contains("ada-lovelace"))
        let debugged = String(describing: self.logged(by: error, at: .debug).map(\.metadata))
        #expect(debugged.contains("ada-lovelace"))
    }

    private func logged(
        by error: any Error,
        at level: Logger.Level
    ) -> [InMemoryLogHandler.Entry] {
        let handler = InMemoryLogHandler()
        withLogger(logLevel: level, handler: handler) { _ in
            #expect(Refusal.response(to: error).status == 500)
        }
        return handler.entries
    }

    /// An error in which the server quotes a row.
    private func failure() async throws -> any Error {
        var failure: (any Error)?
        try await withGateway { gateway in
            _ = try await gateway.hire("ada-lovelace")
            let grace = try await gateway.hire("grace")
            do {
                try await gateway.execute(
                    "UPDATE account SET name = 'ada-lovelace' WHERE id = \(grace.id)"
                )
            } catch {
                failure = error
            }
        }
        return try #require(failure)
    }
}
