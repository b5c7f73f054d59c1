import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What an entry about the past would change of the past, were it entered.
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
    init(of entry: PastEntry, in transaction: borrowing Transaction) throws {
        let short = try Self.belowZero(entry, in: transaction)
        self.belowZero = Array(short.found.prefix(Self.maximumBelowZero))
        let hasMore = short.isCut || short.found.count > Self.maximumBelowZero
        self.hasMoreBelowZero = hasMore ? true : nil
        let counts = try Self.counts(entry, in: transaction)
        self.counts = Array(counts.prefix(Self.maximumCounts))
        self.hasMoreCounts = counts.count > Self.maximumCounts ? true : nil
        let periods = try Self.periods(entry, in: transaction)
        self.periods = Array(periods.prefix(Self.maximumPeriods))
        self.hasMorePeriods = periods.count > Self.maximumPeriods ? true : nil
    }

    private static func belowZero(
        _ entry: PastEntry,
        in transaction: borrowing Transaction
    ) throws -> (found: [BelowZero], isCut: Bool) {
        let places = entry.changes.filter(\.value.isNegative).keys.sorted()
        guard !places.isEmpty else { return ([], false) }
        transaction.planForValues()
        let levels = try transaction.execute(
            LaterChanges.levels(of: places, at: entry.effectiveAt)
        ).map { row in
            (
                place: places[Int(try row.decode("number", as: Int32.self))],
                level: try row.decode("level", as: Quantity.self)
            )
        }
        guard !levels.isEmpty else { return ([], false) }
        let rows = try transaction.execute(
            LaterChanges.changes(
                of: levels.map(\.place),
                after: entry.effectiveAt,
                limit: Self.maximumChanges + 1
            )
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
        var found: [BelowZero] = []
        for (number, (place, level)) in levels.enumerated() {
            guard let name = entry.names[place] else { continue }
            let shortfalls = Shortfall.all(
                taking: -(entry.changes[place] ?? .zero),
                at: entry.effectiveAt,
                from: level,
                before: changes[number] ?? []
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
        return (found.sorted { $0.from < $1.from }, rows.count > Self.maximumChanges)
    }

    private static func periods(
        _ entry: PastEntry,
        in transaction: borrowing Transaction
    ) throws -> [PeriodEffect] {
        let rows = try transaction.execute(
            """
            SELECT *
            FROM period
            WHERE ends_at > \(entry.effectiveAt) AND starts_at <= \(entry.recordedAt)
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
