import Kernel

/// One document of a history, as it is posted.
struct HistoryDocument: Encodable, Hashable, Sendable {
    struct Line: Encodable, Hashable, Sendable {
        let sku: String
        let quantity: Quantity
        var lot: String?
    }

    /// Where it is posted to, below `/v1`.
    let operation: String
    let effectiveAt: Timestamp
    var location: String?
    var from: String?
    var to: String?
    var lines: [Line]?
    var inputs: [Line]?
    var outputs: [Line]?

    /// How many movements it has: each line is of one lot.
    var movements: Int {
        (self.lines?.count ?? 0) + (self.inputs?.count ?? 0) + (self.outputs?.count ?? 0)
    }

    private enum CodingKeys: CodingKey {
        case effectiveAt, location, from, to, lines, inputs, outputs
    }
}
