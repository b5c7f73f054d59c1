import Postgres

/// The table `outbox`, as the relay of one virtual host sees it.
struct OutboxStore: Sendable {
    let host: VirtualHost

    /// The oldest messages of some shards, without those of keys that are held.
    func read(
        shards: [Int16],
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [OutboxRow] {
        let host = self.host
        return try transaction.execute(self.oldest(limit, of: shards))
            .map { try OutboxRow($0, host: host) }
    }

    /// What is held is found first and once: a join would be planned while the table is empty, when
    /// all indexes look alike, and might walk the whole backlog for every row of it.
    func oldest(_ limit: Int, of shards: [Int16]) -> SQL {
        """
        WITH held AS MATERIALIZED (
            SELECT shard, ordering_key, min(id) AS first
            FROM outbox
            WHERE attempts > 0 AND parked_at IS NULL AND available_at > now()
            GROUP BY shard, ordering_key
        )
        SELECT id, attempts, message_id, exchange, routing_key, is_mandatory, type, subject,
            ordering_key, aggregate_version, occurred_at, content_type, headers, body, correlation_id,
            causation_id, dead_letter_id
        FROM outbox AS message
        WHERE virtual_host = \(self.host.rawValue)
            AND shard = ANY (\(shards)::smallint[])
            AND parked_at IS NULL
            AND NOT EXISTS (
                SELECT FROM held
                WHERE held.shard = message.shard
                    AND held.ordering_key = message.ordering_key
                    AND held.first <= message.id
            )
        ORDER BY id
        LIMIT \(limit)
        """
    }

    /// Deletes what was confirmed and notes on dead letters among it that they were sent again.
    func delete(confirmed: [Int64], in transaction: borrowing Transaction) throws {
        guard !confirmed.isEmpty else { return }
        try transaction.execute(self.deletion(of: confirmed))
    }

    func deletion(of confirmed: [Int64]) -> SQL {
        """
        WITH published AS (
            DELETE FROM outbox
            WHERE id = ANY (\(confirmed)::bigint[])
            RETURNING dead_letter_id
        )
        UPDATE dead_letter
        SET state = 'replayed'
        FROM published
        WHERE dead_letter.id = published.dead_letter_id AND state = 'replaying'
        """
    }

    /// Holds what was not taken, longer each time, and parks what was returned too often.
    ///
    /// Returns how many were parked.
    func hold(
        _ held: [RelayOutcome.Held],
        policy: RelayPolicy,
        in transaction: borrowing Transaction
    ) throws -> Int {
        guard !held.isEmpty else { return 0 }
        let longest = policy.hold.upperBound.seconds
        let shortest = policy.hold.lowerBound.seconds
        let limit = Int32(clamping: policy.attemptsUntilParked)
        let rows = try transaction.execute(
            """
            UPDATE outbox AS message
            SET attempts = attempts + 1,
                last_error = refusal.reason,
                available_at = now() + make_interval(
                    secs => least(\(longest), \(shortest) * power(2, least(attempts, 30)))
                ),
                parked_at = CASE
                    WHEN refusal.counts AND attempts + 1 >= \(limit) THEN now()
                END
            FROM unnest(
                \(held.map(\.position))::bigint[],
                \(held.map(\.reason))::text[],
                \(held.map(\.countsTowardsParking))::boolean[]
            ) AS refusal (id, reason, counts)
            WHERE message.id = refusal.id
            RETURNING message.id, parked_at IS NOT NULL AS is_parked
            """
        )
        let parked: [Int64] = try rows.filter { try $0.decode("is_parked") }.map {
            try $0.decode("id")
        }
        try self.reopen(parked: parked, in: transaction)
        return parked.count
    }

    /// Opens dead letters again whose message nobody took, and forgets the message.
    private func reopen(parked: [Int64], in transaction: borrowing Transaction) throws {
        guard !parked.isEmpty else { return }
        try transaction.execute(
            """
            WITH refused AS (
                DELETE FROM outbox
                WHERE id = ANY (\(parked)::bigint[]) AND dead_letter_id IS NOT NULL
                RETURNING dead_letter_id
            )
            UPDATE dead_letter
            SET state = 'open'
            FROM refused
            WHERE dead_letter.id = refused.dead_letter_id AND state = 'replaying'
            """
        )
    }

    /// How much waits and for how long, by the clock of the database.
    func census(upTo cap: Int, in transaction: borrowing Transaction) throws -> OutboxCensus {
        let rows = try transaction.execute(
            """
            SELECT count(*) AS pending,
                coalesce(extract(epoch FROM now() - min(appended_at)), 0)::double precision AS age
            FROM (
                SELECT appended_at
                FROM outbox
                WHERE parked_at IS NULL AND virtual_host = \(self.host.rawValue)
                ORDER BY id
                LIMIT \(cap + 1)
            ) AS waiting
            """
        )
        let pending: Int64 = try rows[0].decode("pending")
        let age: Double = try rows[0].decode("age")
        return OutboxCensus(pending: Int(pending), oldestAge: .seconds(max(0, age)))
    }
}

extension Duration {
    var seconds: Double {
        let (seconds, attoseconds) = self.components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
