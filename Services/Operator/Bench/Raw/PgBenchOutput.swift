/// What `pgbench` prints at its end (PostgreSQL 15, reference page of pgbench).
struct PgBenchOutput: Hashable, Sendable {
    let transactions: Int
    let failed: Int
    /// Without the time it takes to connect.
    let transactionsPerSecond: Double

    /// - Throws: ``OperatorFailure`` where a line is missing.
    init(_ text: String) throws(OperatorFailure) {
        let lines = text.split(separator: "\n")
        func number(after beginning: String, orZero: Bool = false) throws(OperatorFailure) -> Double
        {
            let line = lines.first { $0.hasPrefix(beginning) }
            let word = line?.dropFirst(beginning.count)
                .prefix { $0.isNumber || $0 == "." || $0 == " " }
                .split(separator: " ").first
            if let value = word.flatMap({ Double($0) }) { return value }
            guard !orZero else { return 0 }
            throw OperatorFailure(
                "pgbench says nothing of \"\(beginning)\":\n\(text)",
                next: "check that it is pgbench of PostgreSQL 15"
            )
        }
        self.transactions = Int(try number(after: "number of transactions actually processed:"))
        self.failed = Int(try number(after: "number of failed transactions:", orZero: true))
        self.transactionsPerSecond = try number(after: "tps =")
    }
}
