import Kernel

/// The order in which documents and their copies are published.
///
/// The same seed gives the same order on every machine.
struct Shuffle: Sendable {
    /// One copy of one document.
    struct Turn: Hashable, Sendable {
        /// The position of the document in the plan.
        let document: Int
        /// From 1.
        let copy: Int
    }

    let turns: [Turn]

    init(documents: Int, copies: CopyRange, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var turns: [Turn] = []
        for document in 0..<documents {
            let count = Int.random(in: copies.bounds, using: &generator)
            turns += (1...count).map { Turn(document: document, copy: $0) }
        }
        turns.shuffle(using: &generator)
        self.turns = turns
    }
}
