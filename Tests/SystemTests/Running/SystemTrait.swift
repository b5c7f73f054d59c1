import Foundation
import Testing

/// Runs a ``System`` while the tests of a suite do.
struct SystemTrait: SuiteTrait, TestScoping {
    /// Once for the suite, and not for each of its tests.
    var isRecursive: Bool { false }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await System.run { system in
            try await System.$shared.withValue(system) { try await function() }
        }
    }
}

extension Trait where Self == SystemTrait {
    static var runningSystem: Self { SystemTrait() }
}

extension Trait where Self == ConditionTrait {
    /// Skips a suite where the servers that it needs are not named.
    static var requiresSystem: Self {
        let needed = ["POSTGRES", "AMQP", "RABBITMQ_API"].map { "STOCKBOOK_TEST_\($0)" }
        let environment = ProcessInfo.processInfo.environment
        return .enabled(
            if: needed.allSatisfy { environment[$0] != nil },
            "one of \(needed.joined(separator: ", ")) names no server"
        )
    }
}
