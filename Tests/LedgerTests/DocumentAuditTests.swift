import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Transfer orders and units are compared with the journal, and put right.
@Suite(.requiresPostgres)
struct DocumentAuditTests {
    /// Runs `body` with an order of which some has left, arrived and been lost, and some came back, and
    /// with units that were sold, returned and counted.
    private func withDocuments(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
            )
            try await ledger.variant("NUT")
            try await ledger.variant("SAW", tracking: .serial)
            try await ledger.receive(20, of: "NUT")
            try await ledger.sendNuts()
            try await ledger.moveSaws()
            #expect(try await ledger.audit() == [])
            try await body(ledger)
        }
    }

    @Test(arguments: [
        "transfer_line SET dispatched = dispatched + 10000",
        "transfer_line SET dispatched = dispatched - 10000 WHERE dispatched > received + lost",
        "transfer_line SET received = received + 5000 WHERE received > 0",
        "transfer_line SET lost = 0",
        "transfer_line SET received = dispatched - lost",
        "transfer_order SET state = 'closed'",
    ])
    func `a transfer order that somebody changed is found and put right`(
        change: String
    ) async throws {
        try await self.withDocuments { ledger in
            let before = try await ledger.documents()
            try await ledger.tamper("UPDATE ledger.\(change)")
            #expect(try await ledger.documents() != before)
            let drifts = try await ledger.audit()
            #expect(!drifts.isEmpty)
            #expect(drifts.allSatisfy { $0.field == .transferLine && $0.subject != nil })
            #expect(try await ledger.documents() == before)
            #expect(try await ledger.audit() == [])
            let told = try await ledger.facts(DriftFound.self)
            #expect(told.map(\.field) == drifts.map(\.field))
        }
    }

    @Test(arguments: ["PAR", "customer", "transit"])
    func `a unit that somebody put elsewhere is found and put where it went`(
        place: String
    ) async throws {
        try await self.withDocuments { ledger in
            let before = try await ledger.documents()
            let elsewhere = "(SELECT id FROM ledger.location WHERE code = '\(place)')"
            try await ledger.tamper("UPDATE ledger.serial SET location = \(elsewhere)")
            let after = try await ledger.documents()
            #expect(after != before)
            let drifts = try await ledger.audit()
            let moved = Set(before).subtracting(after).count
            #expect(drifts.count == moved)
            #expect(drifts.allSatisfy { $0.field == .serial && $0.expectedUnits > $0.foundUnits })
            #expect(Set(drifts.compactMap(\.subject)).count == moved)
            #expect(try await ledger.documents() == before)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `a promise that is over is compared as well`() async throws {
        try await self.withDocuments { ledger in
            let made = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"2"}]}"#
            )
            let path = ["reservationId": try #require(made["id"]?.text)]
            _ = try await ledger.succeed("consumeReservation", "{}", path: path)
            #expect(try await ledger.audit() == [])
            try await ledger.tamper(
                "UPDATE ledger.reservation_line SET consumed = 0, released = 20000"
            )
            #expect(try await ledger.audit().map(\.field) == [.reservation])
            let read = try await ledger.succeed("getReservation", path: path)
            #expect(read["lines"]?.elements.map { $0["consumed"]?.text } == ["2"])
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `units of which the journal contradicts itself stay where they are`() async throws {
        try await self.withDocuments { ledger in
            // Sold twice from the same place, in the same moment, as two tills may.
            try await ledger.tamper(
                """
                INSERT INTO ledger.movement
                SELECT (
                    jsonb_populate_record(
                        movement,
                        jsonb_build_object(
                            'id', gen_random_uuid(), 'to_location', scrap.id
                        )
                    )
                ).*
                FROM ledger.movement
                JOIN ledger.location AS scrap ON scrap.kind = 'scrap'
                JOIN ledger.serial ON serial.id = movement.serial AND serial.number = 'S3'
                JOIN ledger.entry ON entry.id = movement.entry AND entry.kind = 'sale'
                """
            )
            let before = try await ledger.documents()
            let drifts = try await ledger.audit()
            #expect(!drifts.contains { $0.field == .serial })
            #expect(try await ledger.documents() == before)
        }
    }
}

extension LedgerBench {
    /// Five of eight nuts leave; two arrive, one is lost, half of one is found again, one comes back.
    fileprivate func sendNuts() async throws {
        let order = try await self.succeed(
            "createTransferOrder",
            #"{"from":"LDN","to":"PAR","lines":[{"sku":"NUT","quantity":"8"}]}"#
        )
        let path = ["transferOrderId": try #require(order["id"]?.text)]
        func carry(
            _ operation: String,
            _ quantity: String,
            _ about: String = ""
        ) async throws
            -> String
        {
            let lines = #""lines":[{"line":1,"quantity":"\#(quantity)"}]"#
            let done = try await self.succeed(operation, "{\(about)\(lines)}", path: path)
            return try #require(done["entry"]?["id"]?.text)
        }
        _ = try await carry("dispatchTransferOrder", "4")
        let second = try await carry("dispatchTransferOrder", "2")
        _ = try await carry("receiveTransferOrder", "2")
        let loss = try await carry("reportTransferLoss", "1", #""reason":"lost","#)
        for (entry, quantity) in [(second, "1"), (loss, "0.5")] {
            _ = try await self.succeed(
                "reverseEntry",
                #"{"reason":"cancelled","lines":[{"line":1,"quantity":"\#(quantity)"}]}"#,
                path: ["entryId": entry]
            )
        }
    }

    /// One stays, one moves, one is sold, one is sold and comes back.
    fileprivate func moveSaws() async throws {
        func post(_ operation: String, _ place: String, _ units: String) async throws {
            let count = units.split(separator: ",").count
            _ = try await self.succeed(
                operation,
                """
                {\(place),"lines":[{"sku":"SAW","quantity":"\(count)","serials":[\(units)]}]}
                """
            )
        }
        try await post("postReceipt", #""location":"LDN-1""#, #""S1","S2","S3","S4""#)
        try await post("postTransfer", #""from":"LDN-1","to":"PAR""#, #""S2""#)
        try await post("postSale", #""location":"LDN-1""#, #""S3","S4""#)
        try await post("postReturn", #""location":"LDN""#, #""S4""#)
    }

    /// All that is kept of transfer orders and units.
    fileprivate func documents() async throws -> [String] {
        try await self.rows(
            """
            SELECT (transfer.id, state, line, dispatched, received, lost, cancelled)::text AS line
            FROM transfer_line
            JOIN transfer_order AS transfer ON transfer.id = transfer_line.transfer_order
            UNION ALL
            SELECT (number, location)::text FROM serial
            ORDER BY 1
            """
        ).map { try $0.decode("line") }
    }
}
