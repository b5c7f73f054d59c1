import Kernel

/// Which kept figure was not what follows from the journal, or from the book of costs.
package enum DriftField: String, WordCodable, Sendable {
    /// What is at a place, of a lot.
    case balance
    /// What a warehouse has in all.
    case onHand = "on-hand"
    /// What it has promised.
    case reserved
    /// How many reservations hold some of it.
    case reservations
    /// What it has of lots that are not released.
    case withheld
    /// What the audit itself had added up for a place.
    case audit
    /// What the goods of a warehouse are worth.
    case value
    /// How many goods of a warehouse the book of costs has.
    case costed
    /// How many of the rows that say what goods are worth are as they have to be.
    case layers
    /// What the audit itself had added up of the book of costs for a month.
    case valueAudit = "value-audit"
    /// How many of the figures of a line of a reservation are as its history says.
    case reservation
    /// How many of the figures of a line of a transfer order follow from its entries.
    case transferLine = "transfer-line"
    /// Whether a unit is where it went last: 1 or 0.
    case serial
    /// How many of the figures that dashboards keep of a day at a warehouse follow from the journal.
    case dashboardDay = "dashboard-day"
    /// How many of the figures of a handling unit are as its history says.
    case handlingUnit = "handling-unit"
    /// How many of the status of a lot and its version are as its changes say.
    case lot

    /// Whether the figure is a value, and not a quantity or a number.
    package var isValue: Bool { self == .value || self == .valueAudit }
}
