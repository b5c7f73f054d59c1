import Postgres

/// A table that is kept and was rebuilt: which of its rows count, and what of them.
struct RebuiltTable: Sendable {
    let name: String
    /// By what rows are told apart, in the order in which they are hashed.
    let key: [String]
    let figures: [String]
    /// What is hashed by itself and put right together: the first column of the key.
    var part = Part.variant
    /// Rows of nothing are as good as none.
    var condition = "true"
    /// What is read of a schema; `nil` for the table as it is.
    var rows: (@Sendable (_ schema: String) -> String)?

    /// By what rows belong together.
    enum Part: String, Sendable {
        case variant
        case day
        /// Each row is a document of its own.
        case document = "id"

        /// What people call several.
        var plural: String { "\(self == .document ? "document" : self.rawValue)s" }
    }

    /// Which of the two.
    enum Side: String {
        case live
        case rebuilt
    }

    /// Versions and places of rows follow from how often they were written, and so are no part of them.
    static let stock = [
        RebuiltTable(
            name: "balance",
            key: ["variant", "location", "lot"],
            figures: ["on_hand"],
            condition: "on_hand <> 0"
        ),
        RebuiltTable(
            name: "availability",
            key: ["variant", "warehouse"],
            figures: ["on_hand", "withheld", "reserved", "reservations"],
            condition: "(on_hand, withheld, reserved, reservations) <> (0, 0, 0, 0)"
        ),
        RebuiltTable(
            name: "reservation_line",
            key: ["variant", "reservation", "line"],
            figures: [
                "warehouse", "state", "expires_at", "release_reason", "version", "reserved",
                "consumed", "released", "backordered",
            ],
            condition: "(reserved, backordered) <> (0, 0)",
            rows: RebuiltPromises.rows
        ),
        RebuiltTable(
            name: "transfer_line",
            key: ["variant", "transfer_order", "line"],
            figures: ["state", "dispatched", "received", "lost"],
            rows: RebuiltDocuments.lines
        ),
        RebuiltTable(name: "lot", key: ["variant", "id"], figures: ["status", "version"]),
    ]

    static let units = RebuiltTable(
        name: "serial",
        key: ["variant", "id"],
        figures: ["location"]
    )

    static let handlingUnits = RebuiltTable(
        name: "handling_unit",
        key: ["id"],
        figures: ["status", "location", "stood_in", "version"],
        part: .document
    )

    static let days = RebuiltTable(
        name: "dashboard_day",
        key: ["day", "warehouse", "kind"],
        figures: DashboardDays.figures,
        part: .day,
        condition: "(\(DashboardDays.figures.joined(separator: ", ")))"
            + " <> (\(DashboardDays.figures.map { _ in "0" }.joined(separator: ", ")))"
    )

    /// The book itself, which nobody writes over.
    static let lines = RebuiltTable(
        name: "cost_entry",
        key: ["variant", "ordinal"],
        figures: [
            "kind", "account", "warehouse", "source", "movement", "quantity", "value", "origin",
            "acquired_at", "followed", "is_priced", "unit_cost", "unit_cost_currency", "rate",
            "effective_at", "recorded_at",
        ],
        rows: Self.numbered
    )

    /// What facts did beyond the lines, since it is written down; nobody writes over it either.
    static let shifts = RebuiltTable(
        name: "cost_shift",
        key: ["variant", "warehouse", "recorded_at", "source", "acquired_at", "origin"],
        figures: ["quantity", "value", "effective_at"],
        condition: "recorded_at > (SELECT shifts_from FROM cost_position)"
    )

    static let costs = [
        RebuiltTable(
            name: "cost_layer",
            key: ["variant", "warehouse", "acquired_at", "origin"],
            figures: ["quantity", "value", "is_priced"]
        ),
        RebuiltTable(
            name: "cost_debt",
            key: ["variant", "ordinal"],
            figures: ["warehouse", "movement", "account", "quantity", "value"],
            rows: Self.owed
        ),
        RebuiltTable(
            name: "cost_pool",
            key: ["variant", "warehouse"],
            figures: [
                "unit_cost", "value", "quantity", "layer_value", "owed_quantity", "owed_value",
            ]
        ),
        RebuiltTable(name: "cost_method", key: ["variant"], figures: ["method", "standard"]),
    ]

    static let all =
        Self.stock + [Self.lines, Self.shifts] + Self.costs
        + [Self.units, Self.handlingUnits, Self.days]
}
