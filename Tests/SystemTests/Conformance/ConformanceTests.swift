import Contracts
import Foundation
import TestSupport
import Testing

@testable import Operator

/// Thousands of requests, valid and not, whose answers have to be what the document promises.
///
/// On a system of its own: what is asked changes, retires and deletes whatever it finds.
@Suite(
    .serialized,
    .requiresSystem,
    .enabled(if: LongRuns.areAsked, "./stockbook test --long"),
    // Most of what is asked names something unknown, and nobody is about to make it.
    .runningSystem(with: ["STOCKBOOK_LEDGER_PATIENCE_MILLISECONDS": "0"]),
    .timeLimit(.minutes(40))
)
struct ConformanceTests {
    @Test func `a program is answered as the document says`() async throws {
        let system = try System.current
        let made = try await system.make(
            "createApiKey",
            json: [
                "name": "conformance",
                "permissions": .array(Permission.allCases.map { .string($0.rawValue) }),
            ]
        )
        let caller = Schemathesis.Caller(
            headers: [("X-API-Key", try made.text("secret"))],
            spared: [try made.text("apiKey.id"), try self.user(of: system.admin)]
        )
        try await self.expectConformance(
            of: caller,
            phases: "examples,coverage,fuzzing",
            examples: 8,
            in: system
        )
    }

    @Test func `a person is answered as the document says`() async throws {
        let system = try System.current
        let session = try await system.succeed(Call("getSession"), by: system.admin)
        let caller = Schemathesis.Caller(
            headers: system.admin.headers,
            spared: [try session.text("id"), try self.user(of: system.admin)]
        )
        try await self.expectConformance(
            of: caller,
            phases: "examples,fuzzing",
            examples: 4,
            // They end the session that asks.
            without: ["signOut", "changePassword"],
            in: system
        )
    }

    private func expectConformance(
        of caller: Schemathesis.Caller,
        phases: String,
        examples: Int,
        without operations: [String] = [],
        in system: System
    ) async throws {
        let schemathesis = try await Schemathesis.installed()
        try await withTemporaryFolder { folder async throws in
            let report = try await schemathesis.run(
                against: "http://\(Suite.host):\(system.ports.gateway)",
                by: caller,
                phases: phases,
                examples: examples,
                without: operations,
                in: folder.path(percentEncoded: false)
            )
            #expect(report.isSuccess, "\(report.output)")
        }
    }

    private func user(of caller: Caller) throws -> String {
        try #require(caller.principal).id.uuidString.lowercased()
    }
}
