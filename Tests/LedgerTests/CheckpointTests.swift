import Contracts
import Foundation
import Kernel
import Postgres
import SealStore
import Sealing
import TestSupport
import Testing

@testable import Ledger

@Suite(.requiresPostgres)
struct CheckpointTests {
    @Test func `a checkpoint is signed, told and exported`() async throws {
        try await LedgerBench.withKey { ledger, folder, keyFile in
            try await ledger.variant("NUT")
            try await ledger.post(9)
            let path = folder.appending(path: "checkpoints").path()
            let limits = LedgerBench.sealLimits(keyFile: keyFile, folder: path)
            try await ledger.seal(limits)
            let exporter = CheckpointExporter(
                database: ledger.database.pool,
                folder: CheckpointFolder(path: path)
            )
            try await exporter.export()
            try await ledger.post(1)
            try await ledger.seal(limits)
            #expect(try await exporter.export() == 1)
            #expect(try await exporter.export() == 0)
            let kept = try LedgerBench.kept(in: path)
            #expect(kept.last?.lastSequence == 10)
            #expect(try await ledger.findings(kept: path) == [])
            let told = try await ledger.facts(CheckpointSigned.self)
            #expect(told.map(\.number) == kept.map(\.number))
            #expect(told.last?.root == kept.last?.root.description)
            // All of them went into London.
            #expect(told.last?.totals.map(\.warehouseId) == [ledger.warehouse])
            #expect(told.last?.totals.first?.movements == 10)
            #expect(told.last?.totals.first?.quantityOut == "0")
        }
    }

    @Test func `nothing is signed twice`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            try await ledger.post(9)
            var limits = LedgerBench.sealLimits(keyFile: keyFile)
            try await ledger.seal(limits)
            try await ledger.seal(limits)
            #expect(try await ledger.facts(CheckpointSigned.self).count == 1)
            limits.checkpointInterval = .seconds(3_600)
            try await ledger.post(1)
            try await ledger.seal(limits)
            #expect(try await ledger.facts(CheckpointSigned.self).count == 1)
        }
    }

    @Test func `a new key is introduced by the one before`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            let limits = LedgerBench.sealLimits(keyFile: keyFile)
            for keys in [[1], [1, 2], [2], [2, 3]] as [[UInt8]] {
                try keys.map(LedgerBench.key).joined()
                    .write(toFile: keyFile, atomically: true, encoding: .utf8)
                try await ledger.post(2)
                try await ledger.seal(limits)
            }
            let audit = LedgerAudit(ledger.database.pool)
            let keys = try await audit.open().keys
            #expect(keys.map(\.firstCheckpoint) == [1, 2, 4])
            #expect(try await ledger.findings() == [])
        }
    }

    @Test func `a key that nobody introduced signs nothing, and movements are sealed all the same`()
        async throws
    {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            let limits = LedgerBench.sealLimits(keyFile: keyFile)
            try await ledger.post(2)
            try await ledger.seal(limits)
            try LedgerBench.key(2).write(toFile: keyFile, atomically: true, encoding: .utf8)
            try await ledger.post(2)
            await #expect(throws: SealKeyFailure.self) {
                while true { try await ledger.seal(limits) }
            }
            try await ledger.seal()
            #expect(try await ledger.facts(CheckpointSigned.self).count == 1)
            #expect(try await ledger.rows("SELECT FROM seal_block").count == 2)
        }
    }

    @Test(arguments: ["", "\n", "zz", "0102", String(repeating: "0", count: 66)])
    func `what is no file of keys is refused`(text: String) {
        #expect(throws: SealKeyFailure.unreadable) { try SealKeys(text) }
    }

    @Test func `a file that is there is not written again`() async throws {
        try await LedgerBench.withKey { ledger, folder, keyFile in
            try await ledger.variant("NUT")
            try await ledger.post(1)
            let path = folder.appending(path: "checkpoints").path()
            try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            let exported = CheckpointFolder(path: path)
            try await CheckpointExporter(database: ledger.database.pool, folder: exported).export()
            let checkpoint = try LedgerBench.kept(in: path)[0]
            let note = CheckpointNote(
                checkpoint: checkpoint,
                totals: WarehouseTotals(),
                keys: []
            )
            #expect(throws: (any Error).self) { try exported.write(note) }
            #expect(try LedgerBench.kept(in: path) == [checkpoint])
        }
    }
}
