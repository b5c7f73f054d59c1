import Contracts
import Kernel
import Postgres

/// What a figure of stock is made of: rows whose quantities add up to it.
///
/// Each part is read from what the figure follows from, and not from the figure itself; all of them
/// in one statement, which sees one moment. Only what is about the variant is read.
struct StockTerms: Sendable {
    let field: ExplainedField
    let variant: ID<Variant>
    /// The warehouses that are counted; `nil` for all.
    var warehouses: Set<ID<Location>>?
    /// The one place that is counted.
    var location: ID<Location>?
    /// The place within a warehouse below which everything is counted.
    var root: ID<Location>?
    /// The lot that is counted.
    var lot: ID<Lot>?
    /// Of costs `knownAt` is no later than they are known.
    var time = StockTime()
    /// How far costs are known; `nil` for what does not follow from them.
    var costedTo: Timestamp?

    /// When goods count: what they are worth is known of no later ones.
    var goodsTime: StockTime {
        guard let costedTo else { return self.time }
        return StockTime(asOf: self.time.asOf, knownAt: self.time.knownAt ?? costedTo)
    }

    /// Whether it is about places within warehouses, or one lot.
    var isOfPart: Bool { self.location != nil || self.root != nil || self.lot != nil }

    /// The terms of each warehouse, and its figure.
    var statement: SQL {
        let parts = [self.figure] + self.parts
        return """
            WITH place AS (
                SELECT id, code
                FROM location
                WHERE kind = 'warehouse' AND \(fragment: self.isCounted)
            )\(fragment: self.hasGoods ? ", " + self.goods : "")
            SELECT *
            FROM (\(fragment: parts.joined(separator: " UNION ALL "))) AS term
            ORDER BY code, kind, first_at, subject, entry_kind, source, document
            """
    }

    private var isCounted: SQL {
        self.warehouses.map { "id = ANY (\(Array($0)))" } ?? "true"
    }

    private var parts: [SQL] {
        switch self.field {
        case .onHand: [self.movements]
        case .reserved: [self.reservations(sign: 1)]
        case .withheld: [self.lots(sign: 1)]
        case .available:
            [self.movements, self.reservations(sign: -1), self.lots(sign: -1)]
        case .inTransit: [self.transfers]
        case .value, .unitCost: self.isOfPart ? [self.costs, self.elsewhere] : [self.costs]
        }
    }

    private var hasGoods: Bool {
        switch self.field {
        case .onHand, .withheld, .available: true
        case .value, .unitCost: self.isOfPart
        case .reserved, .inTransit: false
        }
    }

    /// The columns of a row, in this order; those that are left out are `NULL`.
    private static let columns: [(name: String, type: SQL)] = [
        ("warehouse", "uuid"), ("code", "text"), ("quantity", "bigint"), ("value", "bigint"),
        ("entry_kind", "text"), ("count", "bigint"), ("first_at", "timestamptz"),
        ("last_at", "timestamptz"), ("subject", "uuid"), ("source", "text"), ("document", "text"),
        ("expires_at", "timestamptz"), ("lot_code", "text"), ("lot_status", "text"),
        ("expires_on", "date"), ("actor_name", "text"),
    ]

    /// A list of what is selected for a term: its kind, its warehouse, and what else is said of it.
    ///
    /// - Parameter said: By the names of ``columns``.
    static func row(_ kind: SQL, _ said: [String: SQL]) -> SQL {
        let cells = Self.columns.map { column -> SQL in
            let cell = said[column.name] ?? "NULL"
            return "(\(fragment: cell))::\(fragment: column.type) AS \(identifier: column.name)"
        }
        return "\(fragment: kind) AS kind, \(fragment: cells.joined(separator: ", "))"
    }
}
