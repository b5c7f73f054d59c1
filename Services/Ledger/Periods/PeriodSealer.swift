import Contracts
import CoreMetrics
import Kernel
import LedgerDomain
import Logging
import Messaging
import Postgres
import ServiceKit

/// Seals the balances of periods that were closed, the earliest first.
///
/// Of several sealers one works, whose session holds a lock. Each step commits what it has added up with
/// how far that is, so a crash loses a step at most; and what it adds up never changes any more, so
/// nothing depends on when it does. It takes no lock that posting waits for, but for a moment when the
/// period gets its last state.
struct PeriodSealer: JournalFollower {
    let description = "Period sealer"

    let database: PostgresPool
    var limits = PeriodLimits()

    /// Held by the one that works; the letters "peri".
    static let lock = AdvisoryLock(category: 0x7065_7269, key: 1)

    private static let actor = Actor(kind: .service, name: ServiceName.ledger.rawValue)

    var interval: Duration { self.limits.interval }

    func follow(on session: PostgresSession) async throws {
        while let work = try await self.next(on: session) {
            guard try await self.begin(work, on: session) else { return }
            while true {
                let started = ContinuousClock.now
                guard try await self.advance(work, on: session) else { break }
                try await self.limits.pace.rest(since: started, lag: work.lag, on: session)
            }
            try await self.finish(work, on: session)
        }
    }

    /// A period to seal.
    struct Work: Sendable {
        let period: StockPeriod
        /// When the period before ended; `nil` for the first.
        let since: Timestamp?
        let closedAt: Timestamp
        /// How long ago that was when the work was found.
        let lag: Duration
    }

    /// The first period that is being closed; `nil` where there is none.
    func next(on session: PostgresSession) async throws -> Work? {
        try await session.withTransaction { transaction in
            let rows = try transaction.execute(
                """
                SELECT period.*, before.ends_at AS since,
                    extract(epoch FROM clock_timestamp() - period.updated_at)::double precision
                        AS lag
                FROM period
                LEFT JOIN period AS before ON before.number = period.follows
                WHERE period.state = 'closing'
                ORDER BY period.number
                LIMIT 1
                """
            )
            guard let row = rows.first else {
                PeriodMetrics.lag.record(0)
                return nil
            }
            let lag = try row.decode("lag", as: Double.self)
            PeriodMetrics.lag.record(lag)
            let record = try PeriodRecord(row)
            return Work(
                period: record.period,
                since: try row.decode("since"),
                closedAt: record.updatedAt,
                lag: .seconds(lag)
            )
        }
    }

    /// Begins to seal, unless that was begun before; `false` where it is too early.
    ///
    /// Whatever began before the period was closed must be in the journal, and costed: from then on
    /// nothing is entered into the period, neither goods nor values.
    func begin(_ work: Work, on session: PostgresSession) async throws -> Bool {
        try await session.withTransaction { transaction in
            let number = work.period.number
            guard try transaction.execute(PeriodBalanceStore.progress(of: number)).isEmpty else {
                return true
            }
            let horizon = try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
            let costs = try CostPosition(transaction.execute(CostPosition.read)[0])
            guard horizon.time >= work.closedAt, costs.costedTo >= work.closedAt else {
                return false
            }
            try transaction.execute(PeriodBalanceStore.begin(number, knownAt: horizon.time))
            return true
        }
    }

    /// Adds up the next variants; `false` where none are left.
    func advance(_ work: Work, on session: PostgresSession) async throws -> Bool {
        let limit = self.limits.variants
        return try await session.withTransaction { transaction in
            let number = work.period.number
            // Somebody else may have finished it meanwhile.
            guard let row = try transaction.execute(PeriodBalanceStore.progress(of: number)).first
            else { return false }
            let last: ID<Variant>? = try row.decode("variant")
            let variants: [ID<Variant>] = try transaction.execute(
                VariantStore.next(after: last, limit: limit)
            ).map { try $0.decode("id") }
            guard let end = variants.last else { return false }
            transaction.planForValues()
            try transaction.execute(
                PeriodBalanceStore.seal(
                    work.period,
                    since: work.since,
                    knownAt: try row.decode("known_at"),
                    variants
                )
            )
            try transaction.execute(PeriodBalanceStore.advance(number, to: end))
            return true
        }
    }

    /// Adds up the hash, and closes the period for good.
    func finish(_ work: Work, on session: PostgresSession) async throws {
        let hash = try await self.hash(of: work.period.number, on: session)
        let count = hash.count
        let bytes = hash.finish()
        let isDone = try await session.withTransaction { transaction in
            let number = work.period.number
            guard let row = try transaction.execute(PeriodBalanceStore.progress(of: number)).first
            else { return false }
            let seal = PeriodSeal(knownAt: try row.decode("known_at"), count: count, hash: bytes)
            // Whoever asks of a time after this sees it closed.
            try transaction.execute(JournalHorizon.hold)
            let saved = try transaction.execute(
                PeriodStore.save(work.period.sealed(), seal: seal)
            )
            try transaction.execute(PeriodBalanceStore.end(number))
            try PeriodAnnouncement(.seal, of: PeriodRecord(saved[0]), by: Self.actor)
                .tell(in: transaction)
            return true
        }
        guard isDone else { return }
        OutboxSignal.shared.notify()
        PeriodMetrics.sealed.increment()
        PeriodMetrics.balances.increment(by: count)
        Logger.current.notice(
            "A period is sealed",
            metadata: ["period": "\(work.period.id)", "balances": "\(count)"]
        )
    }

    /// The hash of all balances of a period, in order.
    func hash(of period: Int64, on session: PostgresSession) async throws -> PeriodHash {
        var hash = PeriodHash()
        var last: Balance.Key?
        while true {
            let statement = PeriodBalanceStore.page(
                of: period,
                after: last,
                limit: self.limits.balances
            )
            let rows = try await session.withTransaction { try $0.execute(statement) }
            for row in rows {
                let balance = try PeriodBalanceStore.balance(row)
                hash.add(balance.key, balance.onHand)
                last = balance.key
            }
            guard rows.count == self.limits.balances else { return hash }
        }
    }
}
