import Contracts
import Foundation
import Kernel
import Messaging
import Postgres
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
        _ ledger: LedgerBench,
        cursor: String? = nil
    ) async throws -> EvidenceBundle {
        let response = await ledger.ask(
            "getLotEvidence",
            path: ["lotId": lot.description],
            query: ["cursor": cursor].compactMapValues { $0 }
        )
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

    @Test(arguments: [true, false])
    func `a movement that was put behind the seals is named, and nothing proven`(
        isNamedByTime: Bool
    ) async throws {
        try await Self.with { ledger, lot, seals in
            try await ledger.seal(seals)
            let rows = try await ledger.rows(
                "SELECT id FROM movement ORDER BY recorded_at DESC LIMIT 1"
            )
            let real = try rows[0].decode("id", as: ID<Movement>.self).description
            let forged =
                isNamedByTime
                ? String(real.dropLast(12)) + "0123456789ab" : UUID().uuidString.lowercased()
            try await ledger.tamper(
                """
                INSERT INTO ledger.movement
                SELECT '\(forged)', entry, line, variant, lot, serial, from_location, to_location,
                    quantity, unit_cost, unit_cost_currency, effective_at, recorded_at
                FROM ledger.movement WHERE id = '\(real)'
                """
            )
            let path = ["lotId": lot.description]
            let response = await ledger.ask("getLotEvidence", path: path)
            #expect(response.status == 409)
            let problem = try MessageCoding.decode(JSONValue.self, from: response.body)
            #expect(problem["code"]?.text == "wrong-state")
            #expect(problem["movementId"]?.text == forged)
        }
    }

    @Test func `many movements of several blocks are proven together`() async throws {
        try await LedgerBench.withKey { ledger, _, keyFile in
            let lot = try await ledger.lot("M1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(300, of: "MILK", lot: "M1")
            for _ in 0..<Self.sales {
                _ = try await ledger.succeed("postSale", LedgerBench.sale(1, of: "MILK"))
            }
            try await ledger.seal(LedgerBench.sealLimits(movements: 50, keyFile: keyFile))
            let statement = try await Self.evidence(of: lot, ledger).verify(trusting: nil)
            #expect(statement.unsealed == [])
            #expect(statement.movements.count == Self.sales + 1)
        }
    }

    /// Of which not all are in one block.
    private static let sales = 120

    @Test func `evidence of more than one part says so, and its parts are the whole`()
        async throws
    {
        try await LedgerBench.withKey { ledger, _, keyFile in
            let lot = try await ledger.lot("M1", of: "MILK", expires: "2030-01-01")
            try await ledger.receive(900, of: "MILK", lot: "M1")
            let line = #"{"sku":"MILK","quantity":"1"}"#
            let lines = Array(repeating: line, count: 90).joined(separator: ",")
            for day in 1...5 {
                let time = "2026-01-0\(day)T10:00:00Z"
                _ = try await ledger.succeed(
                    "postSale",
                    #"{"location":"LDN","effectiveAt":"\#(time)","lines":[\#(lines)]}"#
                )
            }
            try await ledger.seal(LedgerBench.sealLimits(movements: 500, keyFile: keyFile))
            var named: [SealedID] = []
            var cursor: String?
            var parts = 0
            repeat {
                let bundle = try await Self.evidence(of: lot, ledger, cursor: cursor)
                let statement = try bundle.verify(trusting: nil)
                #expect(statement.isPart)
                #expect(statement.evidence.totals.recipients == 450)
                #expect(statement.evidence.totals.origins == 1)
                named += statement.evidence.recipients.map(\.id)
                (cursor, parts) = (bundle.next, parts + 1)
            } while cursor != nil
            #expect(parts == 3)
            #expect(named.count == 450)
            #expect(Set(named).count == 450)
        }
    }

    @Test func `a recall says how much was sold, and from when until when`() async throws {
        try await Self.with { ledger, lot, _ in
            let times = ["2026-03-01T08:00:00Z", "2026-03-07T21:30:00Z"]
            for time in times {
                _ = try await ledger.succeed(
                    "postSale",
                    """
                    {"location":"LDN","effectiveAt":"\(time)",
                    "lines":[{"sku":"MILK","quantity":"1"}]}
                    """
                )
            }
            let recall = try await ledger.succeed(
                "recallLot",
                #"{"reason":"quality"}"#,
                path: ["lotId": lot.description]
            )
            let totals = recall["evidence"]?["totals"]
            #expect(totals?["recipients"] == .integer(3))
            #expect(totals?["origins"] == .integer(1))
            #expect(totals?["reservations"] == .integer(0))
            #expect(totals?["firstSoldAt"]?.text == times[0])
            // The sale of the ground happened last, now.
            #expect(try #require(totals?["lastSoldAt"]?.text) > times[1])
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
