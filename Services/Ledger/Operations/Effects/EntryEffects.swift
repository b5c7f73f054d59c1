import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What entries about the past would change of the past, were they entered.
struct EntryEffects: Codable, Sendable {
    let belowZero: [BelowZero]
    let hasMoreBelowZero: Bool?
    let counts: [CountEffect]
    let hasMoreCounts: Bool?
    let periods: [PeriodEffect]
    let hasMorePeriods: Bool?

    /// Stretches that are told.
    static let maximumBelowZero = 100
    /// Times at which something moved later that are looked at for them, the earliest first.
    static let maximumChanges = 20_000
    static let maximumCounts = 100
    static let maximumPeriods = 50

    /// A stretch of time in which a place would have had less than nothing.
    struct BelowZero: Codable, Sendable {
        let variantId: ID<Variant>
        let sku: String
        let location: LocationLabel
        let lot: LotLabel?
        let from: Timestamp
        /// Absent where it still would.
        let until: Timestamp?
        let lowest: Quantity
    }

    /// A line of a count that would come to something else.
    struct CountEffect: Codable, Sendable {
        let countId: ID<Count>
        let line: Int
        let sku: String
        /// The unit, for goods with numbers.
        let serial: String?
        let observedAt: Timestamp
        /// What nothing explains.
        let before: Quantity
        let after: Quantity
    }

    /// A period whose last balances would be others, or that is told of by those that are sealed.
    struct PeriodEffect: Codable, Sendable {
        let id: ID<Period>
        let name: String
        let from: Timestamp
        let until: Timestamp
        let state: PeriodState
    }

    /// - Parameter transaction: Sees one state in all of its statements.
    init(of tried: TriedEntries, in transaction: borrowing Transaction) throws {
        let short = try Self.belowZero(tried, in: transaction)
        self.belowZero = Array(short.found.prefix(Self.maximumBelowZero))
        let hasMore = short.isCut || short.found.count > Self.maximumBelowZero
        self.hasMoreBelowZero = hasMore ? true : nil
        let counts = try Self.counts(tried, in: transaction)
        self.counts = Array(counts.found.prefix(Self.maximumCounts))
        let hasMoreCounts = counts.isCut || counts.found.count > Self.maximumCounts
        self.hasMoreCounts = hasMoreCounts ? true : nil
        let periods = try Self.periods(tried, in: transaction)
        self.periods = Array(periods.prefix(Self.maximumPeriods))
        self.hasMorePeriods = periods.count > Self.maximumPeriods ? true : nil
    }

    private static func belowZero(
        _ tried: TriedEntries,
        in transaction: borrowing Transaction
    ) throws -> (found: [BelowZero], isCut: Bool) {
        let places = tried.sources
        guard !places.isEmpty else { return ([], false) }
        transaction.planForValues()
        let levels = try transaction.execute(
            LaterChanges.levels(of: places, at: tried.effectiveAt)
        ).map { row in
            (
                place: places[Int(try row.decode("number", as: Int32.self))],
                level: try row.decode("level", as: Quantity.self)
            )
        }
        guard !levels.isEmpty else { return ([], false) }
        let later = try Self.changes(
            of: levels.map(\.place),
            after: tried.effectiveAt,
            in: transaction
        )
        var found: [BelowZero] = []
        for (number, (place, level)) in levels.enumerated() {
            guard let name = tried.names[place] else { continue }
            let shortfalls = Shortfall.all(
                trying: tried.changes(at: place),
                from: level,
                before: later.changes[number] ?? [],
                until: later.end
            )
            found += shortfalls.map { shortfall in
                BelowZero(
                    variantId: place.variant,
                    sku: name.sku,
                    location: name.location,
                    lot: name.lot,
                    from: shortfall.from,
                    until: shortfall.until,
                    lowest: shortfall.lowest
                )
            }
        }
        return (found.sorted { $0.from < $1.from }, later.end != nil)
    }

    /// What moved later, by the number of the place; some of it where there is an end.
    private static func changes(
        of places: [Balance.Key],
        after time: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> (changes: [Int: [Shortfall.Change]], end: Timestamp?) {
        let rows = try transaction.execute(
            LaterChanges.changes(of: places, after: time, limit: Self.maximumChanges + 1)
        )
        var changes: [Int: [Shortfall.Change]] = [:]
        for row in rows.prefix(Self.maximumChanges) {
            let number = Int(try row.decode("number", as: Int32.self))
            changes[number, default: []].append(
                Shortfall.Change(
                    at: try row.decode("effective_at"),
                    try row.decode("quantity", as: Quantity.self)
                )
            )
        }
        guard rows.count > Self.maximumChanges else { return (changes, nil) }
        // Several places may share the time of the first that is left out.
        return (changes, try rows[Self.maximumChanges].decode("effective_at"))
    }

    private static func periods(
        _ tried: TriedEntries,
        in transaction: borrowing Transaction
    ) throws -> [PeriodEffect] {
        let rows = try transaction.execute(
            """
            SELECT *
            FROM period
            WHERE ends_at > \(tried.effectiveAt) AND starts_at <= \(tried.recordedAt)
            ORDER BY number
            LIMIT \(Self.maximumPeriods + 1)
            """
        )
        return try rows.map { row in
            let period = try StockPeriod(row)
            return PeriodEffect(
                id: period.id,
                name: period.name,
                from: period.start,
                until: period.end,
                state: period.state
            )
        }
    }
}
