import ArgumentParser
import Contracts
import Foundation
import Kernel
import Logging
import Postgres
import SealStore
import Sealing

/// `stockbookctl verify`: whether the ledger is what was sealed.
///
/// Exit status 0 when it is, 1 with findings.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that nothing in the ledger was changed since it was sealed.",
        discussion: """
            Reads every sealed movement of the ledger, or of a file that --export has written, and \
            names what was changed, deleted, swapped or inserted with its sequence number. That \
            the end was cut off, or everything sealed anew, only checkpoints can tell that were \
            kept where nobody could change them: --checkpoints.
            """
    )

    @OptionGroup var option: StateOption

    @Argument(help: "A file that --export has written; without it, the database is read.")
    var file: String?

    @Option(help: "A folder of checkpoints that was kept elsewhere.")
    var checkpoints: String?

    @Option(help: "The fingerprint of the ledger's first key, from whoever keeps it.")
    var key: String?

    @Option(help: "Write everything that was read to this file, to be verified without a database.")
    var export: String?

    @Option(help: "Verify this receipt of one movement instead, without a database.")
    var receipt: String?

    @Option(help: "Verify this evidence about a lot instead, without a database.")
    var evidence: String?

    @Flag(help: "Answer in JSON.")
    var json = false

    func validate() throws {
        guard self.file == nil || self.export == nil else {
            throw ValidationError("a file is not exported again: leave out --export")
        }
        let alone = [self.receipt, self.evidence].compactMap { $0 }
        guard alone.isEmpty || (alone.count == 1 && self.file == nil && self.export == nil) else {
            throw ValidationError("a receipt or evidence is verified alone")
        }
        guard self.key.map({ SealHash($0) != nil }) ?? true else {
            throw ValidationError("--key is a fingerprint: \(SealHash.form)")
        }
    }

    func run() async throws {
        do {
            try await self.answer()
        } catch let error as CocoaError {
            let path = error.url?.path() ?? error.filePath ?? "a file"
            throw OperatorFailure("\(path) cannot be read", next: "name one that is there")
        }
    }

    private func answer() async throws {
        // What the database module would log about a server that is down stands in the answer.
        LoggingSystem.bootstrap { _ in SwiftLogNoOpLogHandler() }
        let trusted = self.key.flatMap { SealHash($0) }
        if let path = self.receipt {
            return try DocumentVerification(trusting: trusted).verifyReceipt(in: path)
        }
        if let path = self.evidence {
            return try DocumentVerification(trusting: trusted).verifyEvidence(in: path)
        }
        let started = ContinuousClock.now
        let report = try await self.verify()
        let text =
            try self.json
            ? String(decoding: SealCoding.encode(report, isPretty: true), as: UTF8.self)
            : report.text(
                after: .now - started,
                peakBytes: ProcessFiles.peakResidentBytes(),
                trusting: self.key
            )
        try Console.standard.write(text)
        guard report.findings.isEmpty else { throw ExitCode.failure }
    }

    private func verify() async throws -> VerificationReport {
        let trusted = self.key.flatMap { SealHash($0) }
        do {
            if let file = self.file {
                return try ExportVerification(trusting: trusted, folder: self.checkpoints)
                    .run(file: file)
            }
            let verification = LedgerVerification(trusting: trusted, folder: self.checkpoints)
            let pool = try PostgresPool(self.option.suite().ledger())
            return try await pool.whileRunning {
                guard let path = self.export else { return try await verification.run(on: pool) }
                let file = try ExportFile(path: path)
                let report = try await verification.run(on: pool) { try file.write($0) }
                try file.close()
                return report
            }
        } catch let error as UnreadableSeal {
            throw OperatorFailure(error.description, next: "give it what was sealed")
        }
    }
}

extension Suite {
    /// How the tool reads the ledger: with the rights of the service, which can change nothing of it.
    fileprivate func ledger() throws -> PostgresConfiguration {
        PostgresConfiguration(
            url: try self.databaseURL(role: ServiceName.ledger.schema),
            maximumConnections: 1,
            applicationName: "stockbookctl",
            schema: ServiceName.ledger.schema
        )
    }
}
