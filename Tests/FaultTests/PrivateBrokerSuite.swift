import TestSupport
import Testing

/// Failures of the broker itself, which no other test would survive.
@Suite(
    .serialized,
    .enabled(if: PrivateBroker.isInstalled),
    .enabled(if: LongRuns.areAsked, "starts servers of its own: ./stockbook test --long"),
    .privateBroker
)
enum PrivateBrokerSuite {
    @TaskLocal static var shared: PrivateBroker?

    static var broker: PrivateBroker {
        get throws { try #require(Self.shared, "only tests of this suite have a broker") }
    }
}

/// Runs one broker for all tests of a suite.
struct PrivateBrokerTrait: SuiteTrait, TestScoping {
    /// Once for the suite, and not for each of its tests.
    var isRecursive: Bool { false }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable @concurrent () async throws -> Void
    ) async throws {
        try await PrivateBroker.run { broker in
            try await PrivateBrokerSuite.$shared.withValue(broker) { try await function() }
        }
    }
}

extension Trait where Self == PrivateBrokerTrait {
    static var privateBroker: Self { PrivateBrokerTrait() }
}
