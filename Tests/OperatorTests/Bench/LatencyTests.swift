import Testing

@testable import Operator

@Suite struct LatencyTests {
    @Test func `percentiles are those of the values, to three digits`() throws {
        var latencies = Latencies()
        for milliseconds in 1...1_000 { latencies.record(.milliseconds(milliseconds)) }
        let summary = try #require(latencies.summary)
        #expect(abs(summary.p50 - 500) <= 0.5)
        #expect(abs(summary.p95 - 950) <= 1)
        #expect(abs(summary.p99 - 990) <= 1)
    }

    @Test func `shares of several clients add up`() {
        var (one, other) = (Latencies(), Latencies())
        one.record(.milliseconds(1))
        other.record(.seconds(90))
        one.add(other)
        #expect(one.count == 2)
        #expect((one.summary?.p99 ?? 0) > 89_000)
    }

    @Test func `nothing has no percentiles`() {
        #expect(Latencies().summary == nil)
    }

    @Test func `a clock that went back counts as no time`() {
        var latencies = Latencies()
        latencies.record(.milliseconds(-5))
        #expect(latencies.summary?.p50 == 0)
    }

    @Test func `a loop counts what failed, and does not try it again`() async throws {
        let loop = ClosedLoop(clients: 2, warmUp: .zero, duration: .milliseconds(40))
        let result = try await loop.run { _ in throw LoadFailure("409 insufficient-stock") }
        #expect(result.operations == 0)
        #expect(result.errors == ["409 insufficient-stock": 2])
    }

    @Test func `a loop counts what succeeded`() async throws {
        let loop = ClosedLoop(clients: 3, warmUp: .zero, duration: .milliseconds(20))
        let result = try await loop.run { _ in try await Task.sleep(for: .milliseconds(1)) }
        #expect(result.operations >= 3)
        #expect(result.operations == Int(result.latencies.count))
        #expect(result.elapsed > .zero)
        #expect(result.errors.isEmpty)
    }
}
