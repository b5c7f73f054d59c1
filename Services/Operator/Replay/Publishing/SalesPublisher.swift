import AMQP

/// Publishes documents as their source, and stays at it until the broker has confirmed each.
struct SalesPublisher: Sendable {
    /// Messages on their way at once.
    static let window = 200
    /// How long the broker may confirm nothing at all before the replay is given up.
    static let patience = Duration.seconds(120)
    /// The pause before what was not confirmed is published again.
    static let pause = Duration.milliseconds(500)

    let source: String
    /// At most so many messages a second.
    let rate: Int
    let console: Console

    /// Publishes every turn; a message whose fate is not known is published again under its id.
    ///
    /// - Returns: How many messages had to be published again.
    func publish(
        _ turns: [Shuffle.Turn],
        of documents: [PlannedDocument],
        over connection: BrokerConnection
    ) async throws -> Int {
        let publisher = Publisher(
            connection,
            limits: PublisherLimits(window: Self.window, timeout: .seconds(20))
        )
        let start = ContinuousClock.now
        var repeated = 0
        // What is slow is also even: four batches a second at least.
        let size = min(Self.window, max(1, self.rate / 4))
        for first in stride(from: 0, to: turns.count, by: size) {
            let batch = try turns[first...].prefix(size).map { turn in
                try documents[turn.document].message(of: self.source, copy: turn.copy)
            }
            repeated += try await self.confirm(batch, publisher, connection)
            let done = first + batch.count
            try self.console.overwrite(with: "    published \(done) of \(turns.count) messages")
            let due = start + .seconds(1) * done / self.rate
            if due > .now { try await Task.sleep(until: due) }
        }
        try self.console.overwrite(with: "")
        return repeated
    }

    /// Publishes a batch until all of it is confirmed.
    private func confirm(
        _ batch: [OutboundMessage],
        _ publisher: Publisher,
        _ connection: BrokerConnection
    ) async throws -> Int {
        var open = batch
        var repeated = 0
        var deadline = ContinuousClock.now + Self.patience
        while !open.isEmpty {
            let fault: String
            do {
                let outcomes = try await publisher.publish(open)
                let rest = zip(open, outcomes).filter { $0.1 != .confirmed }
                if rest.count < open.count { deadline = .now + Self.patience }
                open = rest.map(\.0)
                guard let outcome = rest.first?.1 else { break }
                fault = "\(outcome)"
            } catch let error as AMQPError
                where [.connection, .timeout, .unavailable, .overloaded].contains(error.code)
            {
                fault = "\(connection.state)"
            }
            guard ContinuousClock.now < deadline else {
                throw OperatorFailure(
                    "the broker takes no messages of \(self.source): \(fault)",
                    next: "./stockbook status shows its queues; the same command goes on"
                )
            }
            repeated += open.count
            try await Task.sleep(for: Self.pause)
        }
        return repeated
    }
}
