import Contracts
import Foundation
import Kernel

/// What a history did to the ledger: posting before and behind it, and what its size makes of reads.
struct GrowthReport: Codable, Hashable, Sendable {
    static let currentFormat = 1

    let format: Int
    let startedAt: Timestamp
    let secondsPerStep: Int
    let variants: Int
    let machine: MachineFacts
    let journalBefore: JournalRows
    let journalAfter: JournalRows
    let loadedMovements: Int
    let loadSeconds: Double
    /// How long it then took until everything was sealed, costed and added up; `nil` where it was not.
    let followSeconds: Double?
    let postings: [Growth]
    /// Of a ledger with its history.
    let reads: [Figure]
    /// Rows of the journal that were changed while entries were backdated.
    let changedByBackdating: Int64
    let notes: [String]

    /// A measure of posting, before the history and behind it.
    struct Growth: Codable, Hashable, Sendable {
        let before: Figure
        let after: Figure

        /// What is left of the throughput: 1 for all of it.
        var rate: Double {
            before.operationsPerSecond > 0
                ? self.after.operationsPerSecond / self.before.operationsPerSecond : 0
        }

        /// By how much the 95th percentile grew: 1 for not at all.
        var p95: Double? {
            guard let before = self.before.latency?.p95, let after = self.after.latency?.p95,
                before > 0
            else { return nil }
            return after / before
        }
    }

    var errorCount: Int {
        (self.postings.flatMap { [$0.before, $0.after] } + self.reads)
            .flatMap(\.errors.values).reduce(0, +)
    }
}
