/// What PostgreSQL does for a client that asks it directly.
struct PostgresLimits: Sendable {
    let bench: PgBench
    let settings: BenchSettings

    func measure(_ measure: Measure, clients: Int) async throws -> LoadResult {
        let keys = self.settings.variants
        let script =
            switch measure {
            case .pgOne: PgBenchScript.one(keys: keys)
            case .pgHundred: PgBenchScript.hundred(keys: keys)
            default: PgBenchScript.select(keys: keys)
            }
        return try await self.bench.run(script, clients: clients, seconds: self.settings.seconds)
    }
}
