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

extension Trait where Self == SuiteScope {
    /// Runs one broker for all tests of a suite.
    static var privateBroker: Self {
        SuiteScope { tests in
            try await PrivateBroker.run { broker in
                try await PrivateBrokerSuite.$shared.withValue(broker) { try await tests() }
            }
        }
    }
}
