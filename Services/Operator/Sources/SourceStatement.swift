import Kernel

/// What became of everything that a source sent.
struct SourceStatement: Codable, Hashable, Sendable {
    struct Counts: Codable, Hashable, Sendable {
        let received: Int
        let applied: Int
        let pending: Int
        let parked: Int
        let discarded: Int
        let duplicate: Int
    }

    struct Parked: Codable, Hashable, Sendable {
        let reason: String
        let messages: Int
    }

    struct Gap: Codable, Hashable, Sendable {
        let firstMissing: Int
        let lastMissing: Int
    }

    struct Terminal: Codable, Hashable, Sendable {
        let terminal: String
        let firstSequence: Int
        let lastSequence: Int
        let missing: Int
        let gaps: [Gap]
    }

    let source: String
    let asOf: Timestamp
    let isBalanced: Bool
    let messages: Counts
    let lines: Counts
    let nonStockLines: Int?
    let parkedByReason: [Parked]
    let terminals: [Terminal]

    /// Whether received is the sum of the others; computed here and not believed.
    var addsUp: Bool {
        [self.messages, self.lines].allSatisfy { counts in
            counts.received
                == counts.applied + counts.pending + counts.parked + counts.discarded
                + counts.duplicate
        }
    }
}
