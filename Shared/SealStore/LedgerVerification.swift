import Kernel
package import Postgres
package import Sealing

/// Verifies a ledger in its database, whatever its size in little memory.
package struct LedgerVerification: Sendable {
    /// The fingerprint of the first key; `nil` to believe the one that is there.
    package var trusted: SealHash?
    /// Where checkpoints are kept; `nil` for nowhere.
    package var folder: String?

    package init(trusting trusted: SealHash? = nil, folder: String? = nil) {
        self.trusted = trusted
        self.folder = folder
    }

    /// Reads everything that is sealed.
    ///
    /// - Parameter export: Is given all that was read, as the lines of a file.
    package func run(
        on database: PostgresPool,
        export: ((ExportLine) throws -> Void)? = nil
    ) async throws -> VerificationReport {
        // What is kept is older than what is read after it.
        var kept = try self.folder.map { try KeptCheckpoints(folder: $0) } ?? .none
        let audit = LedgerAudit(database)
        let opening = try await audit.open()
        try export?(.ledger(ExportedLedger(ledger: opening.ledger, writtenAt: .now)))
        var verifier = ChainVerifier(trusting: self.trusted)
        for record in kept.keys { verifier.check(record) }
        for record in opening.keys {
            verifier.check(record)
            try export?(.key(record))
        }
        try await audit.read(after: .empty, through: opening.lastBlock, of: opening) { step in
            verifier.check(step)
            for checkpoint in try kept.take(upTo: verifier.head.number) {
                verifier.check(checkpoint, from: "that was kept")
            }
            for line in export == nil ? [] : step.lines { try export?(line) }
            return !verifier.isFull
        }
        let isComplete = !verifier.isFull
        if isComplete {
            for checkpoint in try await audit.checkpoints(beyond: opening.lastBlock, of: opening) {
                verifier.check(checkpoint, from: "of the ledger")
                try export?(.checkpoint(checkpoint))
            }
            for checkpoint in try kept.take(upTo: .max) {
                verifier.check(checkpoint, from: "that was kept")
            }
        }
        return verifier.report(isComplete: isComplete)
    }
}

extension ChainVerifier {
    /// Checks a block with what the journal has, and the checkpoints that end with it.
    package mutating func check(_ step: LedgerAudit.Step) {
        self.check(step.block.block, storedHash: step.block.hash, records: step.records)
        for checkpoint in step.checkpoints { self.check(checkpoint, from: "of the ledger") }
    }

    /// Ends the verification.
    package consuming func report(isComplete: Bool) -> VerificationReport {
        let read = self.checked
        let firstKey = self.firstKey
        return VerificationReport(
            findings: self.finish(),
            read: read,
            firstKey: firstKey,
            isComplete: isComplete
        )
    }
}

extension LedgerAudit.Step {
    /// The same as lines of a file; what cannot be read is left out.
    var lines: [ExportLine] {
        let block = self.block.block
        var sequences: [SealedID: Int64] = [:]
        for (offset, leaf) in block.leaves.enumerated() {
            sequences[leaf.movement] = block.header.firstSequence + Int64(offset)
        }
        var lines: [ExportLine] = []
        for stored in self.records {
            guard let record = stored.record else { continue }
            let sequence = sequences.removeValue(forKey: stored.movement)
            lines.append(.movement(ExportedMovement(sequence: sequence, record: record)))
        }
        lines.append(.block(ExportedBlock(block, hash: self.block.hash)))
        return lines + self.checkpoints.map { .checkpoint($0) }
    }
}
