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
        try await LedgerBench.withDocuments { ledger in
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

    @Test(arguments: [
        "status = 'open'", "stood_in = NULL", "stood_in = location", "version = version + 1",
        "status = 'closed', version = 1",
        """
        location = (
            SELECT place.location FROM ledger.handling_unit_place AS place
            WHERE place.handling_unit = handling_unit.id
            ORDER BY place.location = handling_unit.location LIMIT 1
        )
        """,
    ])
    func `a handling unit that somebody changed is found and put right`(
        change: String
    ) async throws {
        try await LedgerBench.withDocuments { ledger in
            try await ledger.carryPallets()
            #expect(try await ledger.audit() == [])
            let before = try await ledger.documents()
            try await ledger.tamper("UPDATE ledger.handling_unit SET \(change)")
            let after = try await ledger.documents()
            let changed = Set(before).subtracting(after).count
            #expect(changed > 0)
            let drifts = try await ledger.audit()
            #expect(drifts.map(\.field) == Array(repeating: .handlingUnit, count: changed))
            #expect(Set(drifts.compactMap(\.subject)).count == changed)
            #expect(drifts.allSatisfy { $0.foundUnits < 40_000 && $0.expectedUnits == 40_000 })
            #expect(try await ledger.documents() == before)
            #expect(try await ledger.audit() == [])
            #expect(try await ledger.facts(DriftFound.self).count == changed)
        }
    }

    @Test(arguments: ["PAR", "customer", "transit"])
    func `a unit that somebody put elsewhere is found and put where it went`(
        place: String
    ) async throws {
        try await LedgerBench.withDocuments { ledger in
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
        try await LedgerBench.withDocuments { ledger in
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
        try await LedgerBench.withDocuments { ledger in
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
