import AMQP

/// What a round of publishing means for the rows of the outbox.
struct RelayOutcome: Sendable, Equatable {
    /// Confirmed: their rows go.
    var confirmed: [Int64] = []
    /// Not taken: their keys are held for a while.
    var held: [Held] = []
    /// Nobody knows: published again under the same identifier as soon as there is a connection.
    var indeterminate = 0

    struct Held: Sendable, Equatable {
        let position: Int64
        let reason: String
        /// Whether trying for ever would be pointless.
        let countsTowardsParking: Bool
    }

    init() {}

    init(_ rows: [OutboxRow], _ outcomes: [PublishOutcome]) {
        for (row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .confirmed:
                self.confirmed.append(row.position)
            case .unroutable(let code, let text):
                self.hold(row, "unroutable: \(code) \(text)", countsTowardsParking: true)
            case .refused:
                self.hold(row, "refused by the broker", countsTowardsParking: false)
            case .indeterminate:
                self.indeterminate += 1
            }
        }
    }

    mutating func hold(_ row: OutboxRow, _ reason: String, countsTowardsParking: Bool) {
        self.held.append(
            Held(
                position: row.position,
                reason: reason,
                countsTowardsParking: countsTowardsParking
            )
        )
    }

    /// Of rows in order, those to publish now: of a key whose message was refused before, only that
    /// one, so that no later one overtakes it when it is refused again.
    static func publishable(_ rows: [OutboxRow]) -> [OutboxRow] {
        var closed: Set<String> = []
        return rows.filter { row in
            guard !closed.contains(row.message.orderingKey) else { return false }
            if row.attempts > 0 { closed.insert(row.message.orderingKey) }
            return true
        }
    }
}
