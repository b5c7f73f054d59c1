import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres
import Sealing
import TestSupport
import Testing

@testable import Ledger

/// What callers can ask of the seals.
@Suite(.requiresPostgres)
struct ReceiptTests {
    /// The identifiers of all movements, the first recorded first.
    private func movements(_ ledger: LedgerBench) async throws -> [String] {
        try await ledger.rows("SELECT id FROM movement ORDER BY recorded_at, entry, line, id")
            .map { try $0.decode("id", as: SealedID.self).description }
    }

    private func receipt(_ id: String, of ledger: LedgerBench) async throws -> Receipt {
        let response = await ledger.ask("getReceipt", path: ["movementId": id])
        #expect(response.status == 200)
        return try SealCoding.decode(Receipt.self, from: Data(response.body))
    }

    @Test func `every movement has a receipt that proves it`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            let limits = LedgerBench.sealLimits(movements: 3, keyFile: keyFile)
            for count in [10, 17] {
                try await ledger.post(count)
                try await ledger.seal(limits)
            }
            let response = await ledger.ask("getLatestCheckpoint")
            let note = try SealCoding.decode(CheckpointNote.self, from: Data(response.body))
            let trusted = try #require(note.keys.first).key.fingerprint
            for (index, id) in try await self.movements(ledger).enumerated() {
                let receipt = try await self.receipt(id, of: ledger)
                #expect(receipt.proof.sequence == Int64(index) + 1)
                #expect(receipt.proof.record.id.description == id)
                try receipt.verify(trusting: trusted)
            }
        }
    }

    @Test func `an entry says whether all of it is sealed`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            let lines = Array(repeating: #"{"sku":"NUT","quantity":"1"}"#, count: 5)
            let body = #"{"location":"LDN","lines":[\#(lines.joined(separator: ","))]}"#
            let limits = LedgerBench.sealLimits(movements: 3, keyFile: keyFile)
            var entries: [String] = []
            for _ in 0..<2 {
                let entry = try await ledger.succeed("postReceipt", body)
                entries.append(try #require(entry["id"]?.text))
                #expect(entry["isSealed"] == nil)
                let sealed = try await self.areSealed(entries, ledger)
                #expect(sealed == entries.indices.map { $0 < entries.count - 1 })
                try await ledger.seal(limits)
                #expect(try await self.areSealed(entries, ledger).allSatisfy(\.self))
            }
            // The last block has some of the second entry, and the one before the others.
            try await ledger.tamper(
                """
                DELETE FROM ledger.seal_block
                WHERE number = (SELECT max(number) FROM ledger.seal_block)
                """
            )
            #expect(try await self.areSealed(entries, ledger) == [true, false])
        }
    }

    private func areSealed(_ entries: [String], _ ledger: LedgerBench) async throws -> [Bool] {
        var answers: [Bool] = []
        for entry in entries {
            let read = try await ledger.succeed("getEntry", path: ["entryId": entry])
            answers.append(read["isSealed"] == .bool(true))
        }
        return answers
    }

    @Test func `answers are those of the contract`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            try await ledger.post(3)
            let path = ["movementId": try await self.movements(ledger)[0]]
            let contract = try AnswerContract()
            func check(_ operation: String, _ status: Int) async throws {
                let response = await ledger.ask(operation, path: path)
                #expect(response.status == status)
                let violations = contract.violations(
                    operation: operation,
                    status: status,
                    body: try MessageCoding.decode(JSONValue.self, from: response.body)
                )
                #expect(violations == [], "\(operation)")
            }
            try await check("getReceipt", 409)
            try await check("getLatestCheckpoint", 404)
            for _ in 0..<2 {
                try await check("listCheckpoints", 200)
                try await check("verifyLedger", 200)
                try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            }
            try await check("getReceipt", 200)
            try await check("getLatestCheckpoint", 200)
        }
    }

    @Test func `a movement that is not sealed yet has none`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            try await ledger.post(1)
            let id = try await self.movements(ledger)[0]
            for _ in 0..<2 {
                let response = await ledger.ask("getReceipt", path: ["movementId": id])
                let problem = try MessageCoding.decode(Problem.self, from: response.body)
                #expect(problem.code == ProblemCode.notSealedYet.rawValue)
                #expect(problem.extensions["lagSeconds"] != nil)
                // Sealed, and no checkpoint says so.
                try await ledger.seal()
            }
            try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            try await self.receipt(id, of: ledger).verify(trusting: nil)
        }
    }

    @Test func `what was inserted has none, and what is not there neither`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            try await ledger.post(5)
            try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            let real = try await self.movements(ledger)[0]
            let forged = String(real.dropLast(12)) + "0123456789ab"
            try await ledger.tamper(
                """
                INSERT INTO ledger.movement
                SELECT '\(forged)', entry, line, variant, lot, serial, from_location, to_location,
                    quantity, unit_cost, unit_cost_currency, effective_at, recorded_at
                FROM ledger.movement WHERE id = '\(real)'
                """
            )
            let response = await ledger.ask("getReceipt", path: ["movementId": forged])
            #expect(response.status == 409)
            for id in [ID<Movement>.make().description, UUID().text] {
                #expect(await ledger.ask("getReceipt", path: ["movementId": id]).status == 404)
            }
        }
    }

    @Test func `a receipt is for those who may see the movement`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            try await ledger.post(1)
            try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            let path = ["movementId": try await self.movements(ledger)[0]]
            for (warehouse, status) in [(ledger.warehouse, 200), (.make(), 404)] {
                let principal = Principal(
                    id: UUID(),
                    kind: .apiKey,
                    name: "shop",
                    permissions: [.stockRead, .ledgerVerify],
                    warehouses: [warehouse]
                )
                #expect(await ledger.ask("getReceipt", path: path, as: principal).status == status)
                for operation in ["listCheckpoints", "getLatestCheckpoint", "verifyLedger"] {
                    #expect(await ledger.ask(operation, as: principal).status == 403)
                }
            }
        }
    }

    @Test func `checkpoints are listed, the latest first`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            #expect(await ledger.ask("getLatestCheckpoint").status == 404)
            for _ in 0..<5 {
                try await ledger.post(2)
                try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            }
            let items = try await ledger.items("listCheckpoints", [:], limit: 2)
            #expect(items.map { $0["number"] } == (1...5).reversed().map { .integer($0) })
        }
    }

    @Test func `a ledger is verified in parts`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            try await ledger.variant("NUT")
            let empty = try await ledger.succeed("verifyLedger")
            #expect(empty["lastBlock"] == .integer(0))
            try await ledger.post(22)
            try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            let id = try await self.movements(ledger)[13]
            try await ledger.tamper(
                "UPDATE ledger.movement SET quantity = quantity + 1 WHERE id = '\(id)'"
            )
            var (found, movements, next) = ([JSONValue](), Int64(0), Optional("1"))
            while let block = next {
                let part = try await ledger.succeed(
                    "verifyLedger",
                    query: ["fromBlock": block, "blocks": "2"]
                )
                if case .array(let findings)? = part["findings"] { found += findings }
                if case .integer(let count)? = part["movements"] { movements += count }
                next = nil
                if case .integer(let number)? = part["next"] { next = "\(number)" }
            }
            #expect(movements == 22)
            #expect(found.map { $0["class"] } == [.string("changed")])
            #expect(found.map { $0["sequence"] } == [.integer(14)])
            for query in [["blocks": "33"], ["blocks": "0"], ["fromBlock": "0"]] {
                #expect(await ledger.ask("verifyLedger", query: query).status == 422)
            }
        }
    }
}
