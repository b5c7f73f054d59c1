import Kernel
import Testing

@testable import Postgres

struct RetryPolicyTests {
    private static func error(_ sqlState: String) -> PostgresError {
        PostgresError(sqlState: sqlState, constraint: nil, message: "")
    }

    /// How often work that always fails with `error` is tried again.
    private static func retries(
        after error: any Error,
        _ options: TransactionOptions = TransactionOptions()
    ) -> Int {
        var policy = RetryPolicy(options)
        var random = SeededGenerator(seed: 1)
        var count = 0
        while let pause = policy.pause(after: error, using: &random) {
            #expect(pause <= RetryPolicy.longestPause)
            count += 1
        }
        return count
    }

    @Test(arguments: ["40001", "40P01"])
    func `conflicts are retried as often as asked`(sqlState: String) {
        #expect(Self.retries(after: Self.error(sqlState)) == 5)
        #expect(Self.retries(after: Self.error(sqlState), TransactionOptions(retries: 2)) == 2)
        #expect(Self.retries(after: Self.error(sqlState), TransactionOptions(retries: 0)) == 0)
    }

    @Test func `a lock that was not granted is asked for once more`() {
        #expect(Self.retries(after: Self.error("55P03")) == RetryPolicy.lockTimeoutRetries)
    }

    @Test func `a lost session is replaced a few times`() {
        #expect(Self.retries(after: Self.error("57P01")) == RetryPolicy.lostSessionRetries)
    }

    @Test(arguments: ["23505", "25006", "42601", "57014", "22001"])
    func `what would fail again is not retried`(sqlState: String) {
        #expect(Self.retries(after: Self.error(sqlState)) == 0)
    }

    @Test func `an unknown commit is never retried`() {
        #expect(Self.retries(after: Self.error("57P01").duringCommit()) == 0)
    }

    @Test func `the errors of the body are its own`() {
        #expect(Self.retries(after: CancellationError()) == 0)
    }
}
