import Contracts
import Foundation
import Kernel
import Messaging
import Sealing
import TestSupport
import Testing

@testable import Ledger

/// What is known of a lot, as a document that others can verify.
@Suite(.requiresPostgres)
struct LotEvidenceTests {
    /// Ten of a lot, of which two were sold; what was recorded last is not sealed.
    private static func with(
        _ body: (LedgerBench, _ lot: ID<Lot>, _ seals: SealLimits) async throws -> Void
    ) async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            let lot = try await ledger.lot("M1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(10, of: "MILK", lot: "M1")
            _ = try await ledger.succeed("postSale", LedgerBench.sale(2, of: "MILK"))
            try await body(ledger, lot, LedgerBench.sealLimits(movements: 2, keyFile: keyFile))
        }
    }

    private static func evidence(
        of lot: ID<Lot>,
        _ ledger: LedgerBench
    ) async throws -> EvidenceBundle {
        let response = await ledger.ask("getLotEvidence", path: ["lotId": lot.description])
        #expect(response.status == 200)
        let body = try MessageCoding.decode(JSONValue.self, from: response.body)
        let violations = try AnswerContract()
            .violations(operation: "getLotEvidence", status: 200, body: body)
        #expect(violations == [])
        return try SealCoding.decode(EvidenceBundle.self, from: Data(response.body))
    }

    @Test func `evidence is verified without the ledger`() async throws {
        try await Self.with { ledger, lot, seals in
            try await ledger.seal(seals)
            let bundle = try await Self.evidence(of: lot, ledger)
            let note = await ledger.ask("getLatestCheckpoint")
            let trusted = try SealCoding.decode(CheckpointNote.self, from: Data(note.body))
                .keys[0].key.fingerprint
            let statement = try bundle.verify(trusting: trusted)
            #expect(statement.evidence.origins.map(\.quantity) == [10])
            #expect(statement.evidence.recipients.map(\.quantity) == [2])
            #expect(statement.unsealed == [])
            #expect(bundle.proofs.count == 2)
        }
    }

    @Test func `what is not sealed yet is called so`() async throws {
        try await Self.with { ledger, lot, seals in
            try await ledger.seal(seals)
            _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "MILK"))
            let statement = try await Self.evidence(of: lot, ledger).verify(trusting: nil)
            #expect(statement.movements.count == 3)
            #expect(statement.unsealed.count == 1)
        }
    }

    @Test func `what was changed after it was sealed has no proof`() async throws {
        try await Self.with { ledger, lot, seals in
            try await ledger.seal(seals)
            try await ledger.tamper("UPDATE ledger.movement SET quantity = quantity + 10000")
            let bundle = try await Self.evidence(of: lot, ledger)
            #expect(throws: EvidenceRefusal.self) { try bundle.verify(trusting: nil) }
        }
    }

    @Test func `a ledger that has signed nothing gives none`() async throws {
        try await Self.with { ledger, lot, _ in
            let path = ["lotId": lot.description]
            #expect(await ledger.ask("getLotEvidence", path: path).status == 409)
            let nobody = ["lotId": ID<Lot>.make().description]
            #expect(await ledger.ask("getLotEvidence", path: nobody).status == 404)
        }
    }

    @Test func `evidence is for those who may see every warehouse`() async throws {
        try await Self.with { ledger, lot, seals in
            try await ledger.seal(seals)
            let principal = Principal(
                id: UUID(),
                kind: .apiKey,
                name: "shop",
                permissions: [.stockRead],
                warehouses: [ledger.warehouse]
            )
            let path = ["lotId": lot.description]
            #expect(await ledger.ask("getLotEvidence", path: path, as: principal).status == 403)
        }
    }
}
