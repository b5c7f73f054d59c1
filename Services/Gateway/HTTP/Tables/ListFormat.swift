/// What a page of a list can be written as.
enum ListFormat: String, CaseIterable, Sendable {
    case json = "application/json"
    case csv = "text/csv"
    /// One JSON document a line.
    case lines = "application/x-ndjson"

    /// What a caller likes best (RFC 9110, section 12.5.1); JSON for whoever has nothing against it.
    init(accept: String?) {
        let ranges = accept.map(Self.ranges) ?? []
        let liked = Self.allCases.map { (format: $0, quality: $0.quality(among: ranges)) }
        let best = liked.map(\.quality).max() ?? 0
        self = best > 0 ? liked.first { $0.quality == best }?.format ?? .json : .json
    }

    private typealias Range = (type: String, quality: Double)

    private static func ranges(_ accept: String) -> [Range] {
        accept.split(separator: ",").map { part in
            let parts = part.split(separator: ";").map {
                $0.filter { !$0.isWhitespace }.lowercased()
            }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
            return (parts.first ?? "", weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1)
        }
    }

    /// Of the range that says most about it.
    private func quality(among ranges: [Range]) -> Double {
        let family = self.rawValue.prefix { $0 != "/" } + "/*"
        for name in [self.rawValue, String(family), "*/*"] {
            if let range = ranges.first(where: { $0.type == name }) { return range.quality }
        }
        return 0
    }
}
