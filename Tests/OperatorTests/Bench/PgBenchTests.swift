import Testing

@testable import Operator

@Suite struct PgBenchTests {
    private static let printed = """
        pgbench (15.20 (Debian 15.20-0+deb12u1))
        transaction type: -
        scaling factor: 1
        query mode: prepared
        number of clients: 8
        number of threads: 2
        maximum number of tries: 1
        duration: 5 s
        number of transactions actually processed: 4807
        number of failed transactions: 0 (0.000%)
        latency average = 8.319 ms
        initial connection time = 21.407 ms
        tps = 961.645319 (without initial connection time)
        """

    @Test func `the summary of pgbench is read`() throws {
        let output = try PgBenchOutput(Self.printed)
        #expect(output.transactions == 4_807)
        #expect(output.failed == 0)
        #expect(output.transactionsPerSecond == 961.645319)
    }

    @Test func `failed transactions are seen`() throws {
        let text = Self.printed.replacing(
            "transactions: 0 (0.000%)",
            with: "transactions: 17 (0.3%)"
        )
        #expect(try PgBenchOutput(text).failed == 17)
    }

    @Test func `a summary without a rate is refused and shown`() throws {
        let text = Self.printed.replacing("tps =", with: "speed =")
        let failure = #expect(throws: OperatorFailure.self) { try PgBenchOutput(text) }
        #expect(failure?.reason.contains("speed = 961") == true)
    }

    @Test func `the log counts every transaction that succeeded`() {
        let log = """
            0 1 1000 0 1700000000 100
            1 1 3000 0 1700000000 200
            0 2 failed 0 1700000000 300
            1 2 2000 0 1700000000 400

            """
        var latencies = Latencies()
        PgBenchLog.read(Array(log.utf8), into: &latencies)
        #expect(latencies.count == 3)
        #expect(latencies.summary?.p50 == 2)
        #expect(latencies.summary?.p99 == 3)
    }

    @Test func `a line that was cut short counts for nothing`() {
        var latencies = Latencies()
        PgBenchLog.read(Array("0 1 1000 0 1700000000 100\n0 2 20".utf8), into: &latencies)
        #expect(latencies.count == 1)
    }

    @Test func `a hundred rows never reach beyond the keys there are`() {
        #expect(PgBenchScript.hundred(keys: 2_000).contains("random(0, 1900)"))
        #expect(PgBenchScript.hundred(keys: 100).contains("random(0, 0)"))
    }
}
