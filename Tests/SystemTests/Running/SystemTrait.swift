import Foundation
import TestSupport
import Testing

extension Trait where Self == SuiteScope {
    /// Runs a ``System`` while the tests of a suite do.
    static var runningSystem: Self { .runningSystem(with: [:]) }

    /// Runs a ``System`` with settings of its own while the tests of a suite do.
    ///
    /// - Parameter settings: Environment variables of every service.
    static func runningSystem(with settings: [String: String]) -> Self {
        SuiteScope { tests in
            try await System.run(with: settings) { system in
                try await System.$shared.withValue(system) { try await tests() }
            }
        }
    }
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
