/// How a rebuild goes through the journal, and how much it tells.
struct RebuildLimits: Sendable {
    /// How often it is tried to be the only one that rebuilds.
    var attempts = 10
    /// Between two attempts.
    var pause = Duration.milliseconds(300)
    /// Movements that are added up in one transaction.
    var movements = 20_000
    /// Entries and orders that are costed in one.
    var facts = 1_000
    /// Variants whose availability is worked out at once.
    var variants = 5_000
    /// Units with numbers that are followed at once.
    var units = 5_000
    /// Variants whose movements a trial follows at once.
    var followed = 100
    /// Rows that differ, of each table, that are read to be shown or counted.
    var differences = 10_000
    /// How many of those are shown.
    var shown = 50
    /// Variants whose values a trial shows, those that differ most first, and lots.
    var trialled = 200
    /// Variants that a trial of reorder points names where they fell to it, or no longer.
    var named = 50
}
