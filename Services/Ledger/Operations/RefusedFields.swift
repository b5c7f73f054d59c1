import LedgerDomain

/// What the fields of a request are called that a refusal may point at, as JSON Pointers, and what may
/// be told whoever asks.
struct RefusedFields: Sendable {
    /// Where the request names each location that it names once, for all of its lines.
    var locations: [LocationName: String] = [:]
    /// Where it names the document.
    var reference = "/reference"
    /// What the number of a line of the command means: the place in the array `lines`.
    var lines = "/lines"

    /// Whether they may know what goods are worth.
    var tellsWorth = false

    /// Lines of the command that stand in another array.
    var later: Later?

    struct Later {
        /// The first of them.
        let first: Int
        let lines: String
    }

    func line(_ index: Int, _ field: String? = nil) -> String {
        let (lines, place) =
            if let later = self.later, index >= later.first {
                (later.lines, index - later.first)
            } else {
                (self.lines, index)
            }
        return "\(lines)/\(place)" + (field.map { "/\($0)" } ?? "")
    }

    func location(_ name: LocationName, line: Int?) -> String {
        self.locations[name] ?? line.map { self.line($0, "location") } ?? "/location"
    }

    func variant(_ name: VariantName, line: Int) -> String {
        switch name {
        case .id: self.line(line, "variantId")
        case .sku: self.line(line, "sku")
        case .barcode: self.line(line, "barcode")
        }
    }
}
