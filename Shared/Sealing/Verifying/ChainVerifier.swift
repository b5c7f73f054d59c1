/// Reads a chain from front to back and finds where it is not what was sealed, and where what was
/// sealed breaks a rule of approval.
///
/// Needs memory for one block and for what does not fit. Pure: whoever reads the ledger, or a file of
/// it, hands over blocks in order, each checkpoint after the last of its blocks, and then finishes.
package struct ChainVerifier {
    package private(set) var head: ChainHead
    package private(set) var checked = VerifiedCounts()
    private(set) var keys: KeyChain
    /// `nil` where the beginning was not read.
    private var totals: WarehouseTotals?
    private var suspects = Suspects()
    private var policy = PolicyVerifier()
    private var findings: [Finding] = []
    /// Up to where a checkpoint has vouched for the chain.
    private var provenSequence: Int64
    /// Whether the tree can be told from what was read.
    private var isTreeKnown = true
    /// What is said once, because whatever follows is a consequence.
    private var told: Set<Finding.Class> = []

    /// - Parameter head: After which block the reading begins.
    package init(after head: ChainHead = .empty, trusting trusted: SealHash? = nil) {
        self.head = head
        self.keys = KeyChain(trusting: trusted)
        self.totals = head == .empty ? WarehouseTotals() : nil
        self.provenSequence = head.lastSequence
    }

    /// Whether there is too much to go on.
    package var isFull: Bool {
        self.suspects.isFull
            || self.findings.count + self.policy.findings.count >= Suspects.maximum
    }

    /// The fingerprint of the first key that was taken.
    package var firstKey: SealHash? { self.keys.records.first?.key.fingerprint }

    /// Takes the keys that sign checkpoints; one that is not believed is a finding.
    package mutating func check(_ record: KeyRecord) {
        do {
            try self.keys.append(record)
        } catch {
            self.find(.forged, at: self.head.lastSequence, "key \(record.number) is \(error)")
        }
    }

    /// Checks a block.
    ///
    /// - Parameters:
    ///   - storedHash: The hash that is kept beside it, if one is.
    ///   - records: What is in the journal behind the last block and up to its end, in order.
    package mutating func check(
        _ block: SealedBlock,
        storedHash: SealHash?,
        records: [StoredRecord]
    ) {
        let header = block.header
        let isNext = self.checkOrder(of: header)
        if let storedHash, storedHash != header.hash {
            self.find(.changed, at: header.firstSequence, "block \(header.number) has another hash")
        }
        let before = self.suspects.count
        self.compare(block, with: records, takesStrays: isNext)
        let isWhole = block.leaves.count == Int(clamping: header.count)
        if !isWhole || MerkleTree.root(of: block.leaves.map(\.hash)) != header.root,
            self.suspects.count == before
        {
            let detail = "the movements of block \(header.number) do not have its root"
            self.find(.changed, at: header.firstSequence, through: header.lastSequence, detail)
        }
        self.head.append(header)
        self.checked.blocks += 1
        self.checked.movements += Int64(block.leaves.count)
    }

    /// Whether it follows the block before, so that what lies between both is known.
    private mutating func checkOrder(of header: BlockHeader) -> Bool {
        guard header.number == self.head.number + 1 else {
            self.isTreeKnown = false
            let first = self.head.lastSequence + 1
            if header.firstSequence > first {
                let detail = "block \(self.head.number + 1) is gone"
                self.find(.deleted, at: first, through: header.firstSequence - 1, detail)
            } else {
                let detail = "block \(header.number) stands where another belongs"
                self.find(.inserted, at: header.firstSequence, detail)
            }
            return false
        }
        if header.firstSequence != self.head.lastSequence + 1 {
            let detail = "block \(header.number) begins with \(header.firstSequence)"
            self.find(.changed, at: self.head.lastSequence + 1, detail)
        }
        if header.previous != self.head.hash {
            let detail = "block \(header.number) was made after another block \(self.head.number)"
            self.find(.rewritten, at: max(1, self.provenSequence + 1), detail)
        }
        return true
    }

    private mutating func compare(
        _ block: SealedBlock,
        with records: [StoredRecord],
        takesStrays: Bool
    ) {
        var found: [SealedID: StoredRecord] = [:]
        for record in records where found[record.movement] == nil {
            found[record.movement] = record
        }
        var sequence = block.header.firstSequence
        var sequences: [SealedID: Int64] = [:]
        for leaf in block.leaves {
            sequences[leaf.movement] = sequence
            self.compare(leaf, at: sequence, with: found[leaf.movement])
            sequence += 1
        }
        guard takesStrays else { return }
        var next = block.header.firstSequence
        var seen: Set<SealedID> = []
        for record in records {
            if let sealed = sequences[record.movement], seen.insert(record.movement).inserted {
                next = sealed + 1
            } else {
                self.suspects.add(stray: record, before: next)
            }
        }
    }

    private mutating func compare(
        _ leaf: SealedLeaf,
        at sequence: Int64,
        with found: StoredRecord?
    ) {
        guard let found else { return self.suspects.add(missing: leaf, at: sequence) }
        if let record = found.record { self.totals?.add(record) }
        if let stated = found.sequence, stated != sequence {
            self.find(.swapped, at: min(stated, sequence), "\(stated) has the place of \(sequence)")
        } else if found.record?.leafHash(sequence) != leaf.hash {
            self.suspects.add(misfit: leaf, at: sequence, found: found)
        } else if let record = found.record {
            self.policy.add(record, at: sequence)
        }
    }

    fileprivate mutating func find(
        _ class: Finding.Class,
        at sequence: Int64,
        through: Int64? = nil,
        _ detail: String
    ) {
        if [.rewritten, .tailCut].contains(`class`), !self.told.insert(`class`).inserted { return }
        self.findings.append(Finding(`class`, at: sequence, through: through, detail))
    }
}

extension ChainVerifier {
    /// Checks a checkpoint against what was read so far.
    ///
    /// - Parameter origin: Where it was kept, for the finding.
    package mutating func check(_ checkpoint: Checkpoint, from origin: String) {
        self.checked.checkpoints += 1
        let name = "checkpoint \(checkpoint.number) \(origin)"
        guard self.keys.isSigned(checkpoint) else {
            self.find(.forged, at: checkpoint.lastSequence, "\(name) is not signed by its key")
            return
        }
        if checkpoint.blocks > self.head.number {
            self.find(
                .tailCut,
                at: self.head.lastSequence + 1,
                through: checkpoint.lastSequence,
                "\(name) knows of \(checkpoint.blocks) blocks, and there are \(self.head.number)"
            )
            return
        }
        guard checkpoint.blocks == self.head.number, self.isTreeKnown else { return }
        guard checkpoint.root == self.head.tree.root, checkpoint.head == self.head.hash,
            checkpoint.lastSequence == self.head.lastSequence
        else {
            self.find(
                .rewritten,
                at: self.provenSequence + 1,
                through: checkpoint.lastSequence,
                "\(name) was made of another chain"
            )
            return
        }
        if let totals = self.totals, totals.hash != checkpoint.totalsHash, !self.hasFindings {
            self.find(
                .changed,
                at: self.provenSequence + 1,
                through: checkpoint.lastSequence,
                "\(name) has other totals"
            )
        }
        self.provenSequence = checkpoint.lastSequence
    }

    private var hasFindings: Bool { !self.findings.isEmpty || self.suspects.count > 0 }

    /// Everything that was found, by sequence number.
    package consuming func finish() -> [Finding] {
        let all = self.findings + self.suspects.findings() + self.policy.finish()
        return all.sorted { ($0.sequence, $0.class.rawValue) < ($1.sequence, $1.class.rawValue) }
    }
}

/// How much was read.
package struct VerifiedCounts: Codable, Hashable, Sendable {
    package var movements: Int64 = 0
    package var blocks: Int64 = 0
    package var checkpoints: Int64 = 0

    package init() {}
}
