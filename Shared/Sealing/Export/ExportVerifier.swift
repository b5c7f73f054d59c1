/// Verifies a ledger in a file, line by line.
package struct ExportVerifier {
    package private(set) var chain: ChainVerifier
    /// Movements whose block has not come yet.
    private var waiting: [StoredRecord] = []
    private var unreadable: [Finding] = []
    /// The sequence number of the movement before.
    private var lastSequence: Int64 = 0

    /// Movements that may wait for their block; more than any block has.
    private static let maximumWaiting = 1_000_000

    package init(trusting trusted: SealHash? = nil) {
        self.chain = ChainVerifier(trusting: trusted)
    }

    /// Whether there is too much to go on.
    package var isFull: Bool {
        self.chain.isFull || self.unreadable.count >= Suspects.maximum
            || self.waiting.count >= Self.maximumWaiting
    }

    /// Checks the next line.
    package mutating func check(_ line: ExportLine) {
        switch line {
        case .ledger: break
        case .key(let record): self.chain.check(record)
        case .movement(let movement):
            self.checkOrder(of: movement)
            self.waiting.append(StoredRecord(movement.record, sequence: movement.sequence))
        case .block(let exported):
            guard let block = exported.block else {
                self.note("the leaves of block \(exported.header.number) cannot be read")
                return
            }
            self.chain.check(block, storedHash: exported.hash, records: self.waiting)
            self.waiting = []
        case .checkpoint(let checkpoint): self.chain.check(checkpoint, from: "of the file")
        }
    }

    /// Checks a checkpoint that was kept elsewhere against what was read so far.
    package mutating func check(kept checkpoint: Checkpoint) {
        self.chain.check(checkpoint, from: "that was kept")
    }

    /// Counts a line that is none.
    package mutating func checkUnreadable(line number: Int) {
        self.note("line \(number) cannot be read")
    }

    /// Everything that was found, by sequence number.
    package consuming func finish() -> [Finding] {
        for stray in self.waiting {
            self.unreadable.append(
                Finding(
                    .inserted,
                    at: self.chain.head.lastSequence + 1,
                    "movement \(stray.movement) is behind the last block"
                )
            )
        }
        return (self.unreadable + self.chain.finish()).sorted { $0.sequence < $1.sequence }
    }

    private mutating func checkOrder(of movement: ExportedMovement) {
        guard let sequence = movement.sequence else { return }
        if sequence <= self.lastSequence {
            self.unreadable.append(
                Finding(
                    .swapped,
                    at: sequence,
                    "the line of \(sequence) stands behind that of \(self.lastSequence)"
                )
            )
        }
        self.lastSequence = max(self.lastSequence, sequence)
    }

    private mutating func note(_ detail: String) {
        let sequence = max(self.lastSequence, self.chain.head.lastSequence) + 1
        self.unreadable.append(Finding(.changed, at: sequence, detail))
    }
}
