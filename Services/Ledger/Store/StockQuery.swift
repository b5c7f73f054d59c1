import Contracts
import Kernel
import Postgres

/// A list of stock levels: what is where, now or as it was.
///
/// A page is the first rows of variants in the order of their SKUs. There are two ways to it, and
/// which one is short depends on how many variants match: to walk along the index on SKUs and look at
/// each, or to gather all that match by an index and sort them. What is known to be rare is gathered.
/// Otherwise a walk is tried first, and where it does not fill the page, they are gathered.
struct StockQuery: Sendable {
    /// What one row stands for.
    enum Grouping: String, CaseIterable, Sendable {
        case warehouse
        case location
        case lot
    }

    /// How the variants of a page are found.
    enum Way: Sendable {
        /// Along the SKUs, over so many variants at most.
        case walk(Int)
        /// All that match, sorted.
        case gather
    }

    var grouping = Grouping.warehouse
    /// Conditions on `variant`.
    var variants: [SQL] = []
    /// In which category they are, or in one below it.
    var category: ID<Contracts.Category>?
    /// Conditions on `variant` that follow from those on places; they cost something to find out, and
    /// save a look at all others.
    var holders: [SQL] = []
    /// Whether the conditions name few variants.
    var isNarrow = false
    /// How many of all variants match at most, from 0 to 1; `nil` where nobody knows.
    var frequency: Double?
    /// Conditions on `location`, the places that are counted.
    var places: [SQL] = []
    /// In which place they are, or below which.
    var root: ID<Location>?
    var time = StockTime()
    var includesZero = false
    /// Whether promises are looked up; only for whole warehouses.
    var showsReserved = false
    var after: StockPosition?
    var limit: Int

    /// Whether rows say what changes without an entry: what is promised, or the statuses of lots.
    var saysMoreThanMovements: Bool { self.showsReserved || self.grouping == .lot }

    /// Matches so rare that to gather them is shorter than to walk until a page is full.
    ///
    /// Of 50,000 variants, 1,500 are gathered in the time in which a walk meets 50 of them.
    private static let rarity = 0.03

    /// All conditions on `location`, at the times that are asked for.
    var placed: [SQL] {
        self.places + [self.root.map { self.time.stands(in: $0) }].compactMap(\.self)
    }

    /// All conditions on `variant`, at the times that are asked for.
    private var chosen: [SQL] {
        self.variants + [self.category.map { self.time.isWithin($0) }].compactMap(\.self)
    }

    /// When the latest was recorded that may have changed a row: an entry, where a place stands, or in which
    /// category something is.
    var lastRecorded: SQL {
        var times = [JournalStore.lastRecorded]
        if self.root != nil { times.append("SELECT max(recorded_at) FROM location_placement") }
        if self.category != nil { times.append(StockTime.lastCategorized) }
        guard times.count > 1 else { return times[0] }
        let all = times.map { "(\(fragment: $0))" as SQL }.joined(separator: ", ")
        return "SELECT greatest(\(fragment: all))"
    }

    /// Whether few variants match.
    private var isRare: Bool {
        self.isNarrow || self.frequency.map { $0 < Self.rarity } ?? false
    }

    /// Variants that a walk looks at before those that match are gathered.
    ///
    /// A condition on the variant costs little for each; to find that it has nothing at a place costs
    /// as much as a row of the page.
    private var steps: Int {
        guard self.holding.isEmpty else { return self.limit + self.limit / 4 }
        // Twice as many as should do.
        let needed = 2 / max(self.frequency ?? 1, Self.rarity)
        return max(4, Int(needed.rounded())) * self.limit
    }

    /// The way to try first.
    var way: Way {
        if self.isRare { return .gather }
        return self.otherWay == nil ? .walk(.max) : .walk(self.steps)
    }

    /// The way that finds all there is, for a page that the first one does not fill; `nil` where the
    /// first one does.
    var otherWay: Way? {
        self.isRare || (self.chosen + self.holding).isEmpty ? nil : .gather
    }

    /// At most `limit` rows, by SKU, place and lot, and beside each when the latest entry that is seen
    /// was recorded.
    ///
    /// Variants come sorted: the levels of as many are added up as the page holds, and not those of
    /// all that match.
    func statement(_ way: Way) -> SQL {
        let rest: SQL =
            switch way {
            case .walk: .all(self.chosen + self.position)
            case .gather: .all(self.position)
            }
        return """
            SELECT variant.id AS variant, variant.sku, variant.name, variant.base_unit, stock.*,
                (\(fragment: self.lastRecorded)) AS last_recorded
            FROM (\(fragment: self.candidates(way))) AS variant
            CROSS JOIN LATERAL (\(fragment: self.levels)) AS stock
            WHERE \(fragment: rest)
            ORDER BY variant.sku, variant.id, stock.code, stock.lot_code
            LIMIT \(self.limit)
            """
    }

    /// Variants in the order of their SKUs.
    ///
    /// Of a limit that it does not know, the planner expects a tenth, which is best read in the order
    /// of the index; without one, it would sort all variants. `OFFSET 0` keeps it from sorting later.
    private func candidates(_ way: Way) -> SQL {
        switch way {
        case .walk(let steps):
            """
            SELECT variant.id, variant.sku, variant.name, variant.base_unit, variant.category,
                variant.folded
            FROM variant
            WHERE \(fragment: .all(self.firstVariant))
            ORDER BY variant.sku, variant.id
            LIMIT \(steps)
            """
        case .gather:
            """
            SELECT variant.id, variant.sku, variant.name, variant.base_unit
            FROM variant
            WHERE \(fragment: .all(self.chosen + self.holding + self.firstVariant))
            ORDER BY variant.sku, variant.id
            OFFSET 0
            """
        }
    }

    private var levels: SQL {
        let isKept = self.showsReserved && self.time.isNow && !self.includesZero
        return isKept ? self.keptLevels : self.countedLevels
    }

    /// What is there now says nothing of other times, and nothing of what is at zero; and of few
    /// variants it is sooner found out one by one.
    private var holding: [SQL] {
        self.time.isNow && !self.includesZero && !self.isRare ? self.holders : []
    }

    /// Lets the index on SKU begin where the page before ended.
    private var firstVariant: [SQL] {
        self.after.map { ["variant.sku >= \($0.sku)"] } ?? []
    }

    private var position: [SQL] {
        guard let after = self.after else { return [] }
        return [
            """
            (variant.sku, variant.id, stock.code, stock.lot_code)
            > (\(after.sku), \(after.variant), \(after.place), \(after.lot))
            """
        ]
    }
}

/// Where a page of stock ended.
struct StockPosition: Sendable {
    let sku: String
    let variant: ID<Variant>
    /// The code of the location.
    let place: String
    /// The number of the lot; empty where there is none.
    let lot: String
}
