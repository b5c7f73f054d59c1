import Foundation
package import Sealing

/// Verifies a ledger in a file, without any database.
package struct ExportVerification: Sendable {
    /// The fingerprint of the first key; `nil` to believe the one that is there.
    package var trusted: SealHash?
    /// Where checkpoints are kept; `nil` for nowhere.
    package var folder: String?

    package init(trusting trusted: SealHash? = nil, folder: String? = nil) {
        self.trusted = trusted
        self.folder = folder
    }

    /// Reads a file from front to back.
    ///
    /// - Throws: ``UnreadableSeal`` for a file of another form, and what reading it does.
    package func run(file: String) throws -> VerificationReport {
        var kept = try self.folder.map { try KeptCheckpoints(folder: $0) } ?? .none
        var verifier = ExportVerifier(trusting: self.trusted)
        for record in kept.keys { verifier.check(.key(record)) }
        var lines = try FileLines(path: file)
        var number = 0
        while let line = try lines.next(), !verifier.isFull {
            number += 1
            do {
                let line = try SealCoding.decode(ExportLine.self, from: line)
                if number == 1 { try Self.checkFormat(of: line, in: file) }
                verifier.check(line)
            } catch is DecodingError {
                guard number > 1 else { throw UnreadableSeal("\(file) is no export of a ledger") }
                verifier.checkUnreadable(line: number)
            }
            for checkpoint in try kept.take(upTo: verifier.chain.head.number) {
                verifier.check(kept: checkpoint)
            }
        }
        guard number > 0 else { throw UnreadableSeal("\(file) is empty") }
        let isComplete = !verifier.isFull
        if isComplete {
            for checkpoint in try kept.take(upTo: .max) { verifier.check(kept: checkpoint) }
        }
        let (read, firstKey) = (verifier.chain.checked, verifier.chain.firstKey)
        return VerificationReport(
            findings: verifier.finish(),
            read: read,
            firstKey: firstKey,
            isComplete: isComplete
        )
    }

    private static func checkFormat(of line: ExportLine, in file: String) throws {
        guard case .ledger(let ledger) = line, ledger.format == ExportedLedger.format else {
            throw UnreadableSeal("\(file) does not begin as \(ExportedLedger.format) does")
        }
    }
}
