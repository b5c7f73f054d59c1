import Foundation
import Kernel
import Postgres
import SealStore
import Sealing
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// Whatever is to be sealed with, for tests that do not wait.
    static func sealLimits(
        movements: Int = 4,
        keyFile: String? = nil,
        folder: String? = nil
    ) -> SealLimits {
        var limits = SealLimits()
        limits.interval = .milliseconds(5)
        limits.pace = .restless
        limits.checkpointInterval = .zero
        limits.blockMovements = movements
        limits.keyFile = keyFile
        limits.folder = folder
        return limits
    }

    /// Runs `body` with a ledger and a file that holds a key.
    static func withKey<Value: Sendable>(
        _ body: (LedgerBench, _ folder: URL, _ keyFile: String) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "keys")
            try Self.key(1).write(to: file, atomically: true, encoding: .utf8)
            return try await LedgerBench.with(keyFile: file.path()) {
                try await body($0, folder, file.path())
            }
        }
    }

    /// The line of a key.
    static func key(_ number: UInt8) -> String {
        Hexadecimal.text([UInt8](repeating: number, count: SigningKey.length)) + "\n"
    }

    /// Seals all that there is, and signs where a key is given.
    ///
    /// What was recorded in this microsecond could not be sealed yet, so that is waited for.
    func seal(_ limits: SealLimits = LedgerBench.sealLimits()) async throws {
        try await self.horizonPassed()
        let sealer = Sealer(database: self.database.pool, limits: limits)
        try await self.database.pool.withDedicatedSession { try await sealer.sealAll(on: $0) }
    }

    /// Waits until nothing can be recorded any more before what has been, or what a statement tells.
    func horizonPassed(_ latest: SQL = JournalStore.lastRecorded) async throws {
        let last = try await self.rows(latest)[0]
            .decode("recorded_at", as: Timestamp?.self)
        try await eventually("the horizon is behind everything") {
            let horizon = try JournalHorizon(try await self.rows(JournalHorizon.statement)[0])
            return last.map { $0 < horizon.time } ?? true
        }
    }

    /// Posts so many movements, in entries of one, two and three lines.
    func post(_ movements: Int, of sku: String = "NUT") async throws {
        var left = movements
        while left > 0 {
            let lines = min(left, 1 + left % 3)
            let line = #"{"sku":"\#(sku)","quantity":"\#(left)"}"#
            let all = [String](repeating: line, count: lines).joined(separator: ",")
            _ = try await self.succeed(
                "postReceipt",
                #"{"location":"LDN-1","lines":[\#(all)],"note":"no. \#(left)"}"#
            )
            left -= lines
        }
    }

    /// Does what only an administrator can, without anything that would object.
    func tamper(_ statements: String...) async throws {
        try await PostgresSession.with(self.database.administration) { session in
            try await session.execute(
                script: "SET session_replication_role = replica;"
                    + statements.joined(separator: ";")
            )
        }
    }

    /// What a verification of everything finds, as an operator would run it.
    ///
    /// - Parameter folder: Where checkpoints are kept.
    func findings(kept folder: String? = nil) async throws -> [String] {
        let report = try await LedgerVerification(folder: folder).run(on: self.database.pool)
        #expect(report.isComplete)
        return report.findings.map { "\($0.class.rawValue) \($0.sequence)" }
    }

    /// Writes everything that is sealed to a file.
    func export(to file: String) async throws {
        var text = Data()
        _ = try await LedgerVerification().run(on: self.database.pool) { line in
            text += try SealCoding.encode(line) + Data("\n".utf8)
        }
        try text.write(to: URL(filePath: file))
    }

    /// The checkpoints that are kept in a folder.
    static func kept(in folder: String) throws -> [Checkpoint] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { CheckpointNote.number(ofFile: $0) != nil }
            .map { name in
                let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
                return try SealCoding.decode(CheckpointNote.self, from: bytes).checkpoint
            }
    }
}
