import ArgumentParser

/// What a run measures, and for how long.
struct BenchSettings: Hashable, Sendable {
    static let secondsRange = 1...600
    static let clientsRange = 1...256
    static let variantsRange = 100...1_000_000

    /// Of each measure at each number of clients.
    let seconds: Int
    /// Ascending.
    let clients: [Int]
    let measures: [Measure]
    let variants: Int

    /// - Throws: `ValidationError` naming the option and its rule.
    init(
        seconds: Int,
        clients: String,
        only: String?,
        variants: Int
    ) throws(ValidationError) {
        self.seconds = try Self.within(Self.secondsRange, seconds, "--seconds")
        self.variants = try Self.within(Self.variantsRange, variants, "--variants")
        self.clients = try Self.clientCounts(clients)
        self.measures = try Self.measures(only)
    }

    /// Not counted, so that connections, plans and caches are there when counting begins.
    var warmUp: Duration { min(.seconds(self.seconds) / 5, .seconds(1)) }

    private static func within(
        _ range: ClosedRange<Int>,
        _ value: Int,
        _ option: String
    ) throws(ValidationError) -> Int {
        guard range.contains(value) else {
            throw ValidationError(
                "\(option) is from \(range.lowerBound) to \(range.upperBound), not \(value)."
            )
        }
        return value
    }

    private static func clientCounts(_ text: String) throws(ValidationError) -> [Int] {
        var counts: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let count = Int(part), Self.clientsRange.contains(count) else {
                throw ValidationError(
                    "--clients takes numbers from \(Self.clientsRange.lowerBound) to "
                        + "\(Self.clientsRange.upperBound) with commas between, as 1,8,32; "
                        + "\"\(part)\" is none."
                )
            }
            counts.insert(count)
        }
        return counts.sorted()
    }

    private static func measures(_ text: String?) throws(ValidationError) -> [Measure] {
        guard let text else { return Measure.allCases.filter { !Measure.reads.contains($0) } }
        var chosen: Set<Measure> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let measure = Measure(rawValue: String(part)) else {
                let names = Measure.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--only knows no \"\(part)\"; there are \(names).")
            }
            chosen.insert(measure)
        }
        return Measure.allCases.filter(chosen.contains)
    }
}
