import Postgres

/// The shards that one relay publishes, each held by an advisory lock of its database session.
///
/// A relay that dies loses its session and with it the locks. One that only believes to hold a lock
/// publishes duplicates, which consumers recognize. Instances are counted by a shared lock that each
/// of them holds; each takes its share of the shards, rounded up.
struct ShardLease: Sendable {
    let host: VirtualHost
    private(set) var shards: [Int16] = []

    /// The second key of the lock that counts instances; shards use 0 and up.
    private static let presence: Int32 = -1

    init(host: VirtualHost) {
        self.host = host
    }

    /// The first key of all locks: one number for each schema and virtual host.
    private var category: SQL { "hashtext('outbox ' || \(self.host.rawValue) || current_schema())" }

    /// Takes or gives back shards until the share is right; returns what is held then.
    func balanced(in transaction: borrowing Transaction) throws -> ShardLease {
        var lease = self
        let target = try self.share(in: transaction)
        if lease.shards.count > target {
            let surplus = Array(lease.shards.suffix(lease.shards.count - target))
            lease.shards.removeLast(surplus.count)
            try transaction.execute(
                """
                SELECT pg_advisory_unlock(\(fragment: self.category), shard)
                FROM unnest(\(surplus.map(Int32.init))::integer[]) AS shard
                """
            )
        } else if lease.shards.count < target {
            let others = OutboxShard.all.filter { !self.shards.contains($0) }.shuffled()
            let rows = try transaction.execute(
                """
                SELECT shard
                FROM unnest(\(others.map(Int32.init))::integer[]) AS shard
                WHERE pg_try_advisory_lock(\(fragment: self.category), shard)
                LIMIT \(target - lease.shards.count)
                """
            )
            lease.shards += try rows.map { Int16(try $0.decode("shard", as: Int32.self)) }
        }
        return lease
    }

    /// How many shards each of the present instances takes.
    private func share(in transaction: borrowing Transaction) throws -> Int {
        // A session may hold a lock several times over, so it is taken only once.
        if self.shards.isEmpty {
            try transaction.execute(
                """
                SELECT pg_try_advisory_lock_shared(\(fragment: self.category), \(Self.presence))
                WHERE NOT EXISTS (
                    SELECT FROM pg_locks
                    WHERE pid = pg_backend_pid() AND \(fragment: self.isPresence)
                )
                """
            )
        }
        let rows = try transaction.execute(
            "SELECT count(*) FROM pg_locks WHERE \(fragment: self.isPresence)"
        )
        let instances = max(1, Int(try rows[0].decode(0, as: Int64.self)))
        return (Int(OutboxShard.count) + instances - 1) / instances
    }

    /// PostgreSQL 15, section 54.12: two 32-bit keys are `classid` and `objid`, `objsubid` is 2.
    private var isPresence: SQL {
        """
        locktype = 'advisory' AND granted AND objsubid = 2
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND classid = \(fragment: self.category)::oid
            AND objid = \(Self.presence)::integer::oid
        """
    }
}
