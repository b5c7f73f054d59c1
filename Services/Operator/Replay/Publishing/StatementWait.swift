/// Waits until everything that was published has been decided.
struct StatementWait: Sendable {
    static let pollPause = Duration.milliseconds(250)
    /// How long nothing may change before the wait is given up.
    static let patience = Duration.seconds(180)
    /// Looks in a row that have to see the same.
    static let steadyLooks = 3
    /// How often messages are taken up that were parked before news of their codes had arrived.
    static let maximumReplays = 5

    let registry: SourceRegistry
    let source: SourceRecord
    let console: Console

    /// Returns once at least `received` messages have come and each of them is decided.
    func untilDecided(received: Int) async throws -> SourceStatement {
        var statement = try await self.untilSteady(received: received)
        for _ in 0..<Self.maximumReplays {
            let isWaiting = statement.parkedByReason.contains { $0.reason == Self.unknownCode }
            guard isWaiting, try await self.takeUpUnknownCodes() > 0 else { break }
            statement = try await self.untilSteady(received: received)
        }
        return statement
    }

    /// Returns once at least `received` messages have come, none is pending and nothing changes.
    ///
    /// - Throws: ``OperatorFailure`` when nothing has happened for ``patience``.
    func untilSteady(received: Int) async throws -> SourceStatement {
        var last: SourceStatement.Counts?
        var steady = 0
        var deadline = ContinuousClock.now + Self.patience
        while true {
            let statement = try await self.registry.statement(of: self.source)
            let counts = statement.messages
            let isDecided = counts.pending == 0 && counts.received >= received
            steady = isDecided && counts == last ? steady + 1 : 0
            if counts != last { deadline = .now + Self.patience }
            last = counts
            let progress =
                "\(counts.received) of \(received) messages received, \(counts.pending) pending"
            guard steady < Self.steadyLooks else {
                try self.console.overwrite(with: "")
                return statement
            }
            guard ContinuousClock.now < deadline else {
                throw OperatorFailure(
                    "nothing has happened for \(Self.patience): \(progress)",
                    next: "./stockbook status; the same command goes on where this one stopped"
                )
            }
            try self.console.overwrite(with: "    \(progress)")
            try await Task.sleep(for: Self.pollPause)
        }
    }

    private static let unknownCode = "unknown-code"

    private struct Filter: Encodable {
        let source: String
        let reason: String
    }

    private struct Result: Decodable {
        let replayed: Int
    }

    /// - Returns: How many messages went on to the ledger.
    private func takeUpUnknownCodes() async throws -> Int {
        let filter = Filter(source: self.source.name, reason: Self.unknownCode)
        let answer = try await self.registry.api.postOnceKnown(
            ["v1", "pos", "messages:replay"],
            filter
        )
        return try answer.decode(Result.self).replayed
    }
}
