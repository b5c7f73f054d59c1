/// What is exported of a checkpoint and kept elsewhere: one JSON document.
///
/// With the totals, which a checkpoint holds by their hash only, and the keys, so that it can be
/// verified by whoever knows the fingerprint of the first one.
package struct CheckpointNote: Codable, Hashable, Sendable {
    package let checkpoint: Checkpoint
    package let totals: WarehouseTotals
    package let keys: [KeyRecord]

    package init(checkpoint: Checkpoint, totals: WarehouseTotals, keys: [KeyRecord]) {
        self.checkpoint = checkpoint
        self.totals = totals
        self.keys = keys
    }

    /// Sorts by number: `checkpoint-000000000042.json`.
    package var fileName: String { Self.fileName(of: self.checkpoint.number) }

    /// The name of the file of a checkpoint.
    package static func fileName(of number: Int64) -> String {
        let digits = "\(number)"
        let zeros = String(repeating: "0", count: max(0, 12 - digits.count))
        return "\(Self.prefix)\(zeros)\(digits)\(Self.suffix)"
    }

    /// The number of the checkpoint in a file; `nil` for a file that is none.
    package static func number(ofFile name: String) -> Int64? {
        guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) else { return nil }
        return Int64(name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count))
    }

    private static let prefix = "checkpoint-"
    private static let suffix = ".json"
}
