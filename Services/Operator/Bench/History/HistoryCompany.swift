import Kernel

/// What a history adds to the bench's company: goods in lots, of which one is made of the other.
enum HistoryCompany {
    static let grain = "BENCH-GRAIN"
    static let flour = "BENCH-FLOUR"
    static let lotted = [Self.grain, Self.flour]

    /// Moves in every cycle, so that somewhere there is a variant with many movements.
    static let busy = BenchCompany.sku(1)

    /// How far back the first cycle of a history is.
    static let span = Duration.seconds(365 * 86_400)

    /// From where a cycle's goods come to where they are sold.
    static func bins(of cycle: Int) -> (from: String, to: String) {
        let bins = BenchCompany.bins
        return (bins[cycle % bins.count], bins[(cycle + 1) % bins.count])
    }
}
