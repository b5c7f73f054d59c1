import Kernel

/// What a history adds to the bench's company: goods in lots, of which one is made of the other.
enum HistoryCompany {
    static let grain = "BENCH-GRAIN"
    static let flour = "BENCH-FLOUR"
    static let lotted = [Self.grain, Self.flour]

    /// Apart from where tills sell more than there is.
    static let warehouse = "BENCH-YEAR"
    static let bins = (1...8).map { "\(Self.warehouse)-\($0)" }

    static let locations: [DemoLocation] =
        [DemoLocation(code: Self.warehouse, name: "Bench, a year", kind: "warehouse")]
        + Self.bins.map { bin in
            DemoLocation(code: bin, name: "Bench, a year", kind: "bin", parent: Self.warehouse)
        }

    /// Moves in every cycle, so that somewhere there is a variant with many movements.
    static let busy = BenchCompany.sku(1)

    /// How far back the first cycle of a history is.
    static let span = Duration.seconds(365 * 86_400)

    /// From where a cycle's goods come to where they are sold.
    static func bins(of cycle: Int) -> (from: String, to: String) {
        (Self.bins[cycle % Self.bins.count], Self.bins[(cycle + 1) % Self.bins.count])
    }
}
