import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Reservations are compared with their histories, and put right.
@Suite(.requiresPostgres)
struct PromiseAuditTests {
    /// Runs `body` with a reservation of two lines of which one has left in part, and one that waits.
    private func withPromises(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            for sku in ["NUT", "OIL"] {
                try await ledger.variant(sku)
                try await ledger.receive(9, of: sku)
            }
            let made = try await ledger.succeed(
                "createReservation",
                """
                {"warehouse":"LDN","expiresAt":"2099-01-01T00:00:00Z","lines":[
                    {"sku":"NUT","quantity":"4"},{"sku":"OIL","quantity":"2"}
                ]}
                """
            )
            let path = ["reservationId": try #require(made["id"]?.text)]
            _ = try await ledger.succeed(
                "consumeReservation",
                #"{"lines":[{"line":1,"quantity":"1"}]}"#,
                path: path
            )
            let reason = #"{"reason":"Less","lines":[{"line":2,"quantity":"1"}]}"#
            _ = try await ledger.succeed("releaseReservation", reason, path: path)
            _ = try await ledger.succeed(
                "createReservation",
                """
                {"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"30","allowBackorder":true}]}
                """
            )
            #expect(try await ledger.audit() == [])
            try await body(ledger)
        }
    }

    @Test(arguments: [
        "reservation_line SET reserved = reserved + 10000 WHERE reserved > consumed",
        "reservation_line SET consumed = consumed + 5000 WHERE consumed > 0",
        "reservation_line SET released = reserved - consumed",
        "reservation_line SET backordered = backordered - 1 WHERE backordered > 0",
        "reservation_line SET variant = (SELECT id FROM ledger.variant WHERE sku = 'OIL')",
        "reservation SET state = 'released'",
        "reservation SET expires_at = NULL",
        "reservation SET release_reason = 'none'",
        "reservation SET version = version + 2",
        "reservation SET warehouse = (SELECT id FROM ledger.location WHERE code = 'PAR')",
    ])
    func `a reservation that somebody changed is found and put right`(change: String) async throws {
        try await self.withPromises { ledger in
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
            )
            let before = try await ledger.promises()
            try await ledger.tamper("UPDATE ledger.\(change)")
            #expect(try await ledger.promises() != before)
            var drifts = try await ledger.audit()
            // A line that was given other goods is put right with these, and what it had with the next round.
            drifts += try await ledger.audit()
            let found = drifts.filter { $0.field == .reservation }
            #expect(!found.isEmpty)
            #expect(found.allSatisfy { $0.expectedUnits > $0.foundUnits && $0.subject != nil })
            #expect(try await ledger.promises() == before)
            #expect(try await ledger.audit() == [])
            let told = try await ledger.facts(DriftFound.self)
            #expect(told.map(\.subjectId) == drifts.map(\.subject))
            let listed = try await ledger.items("listDrifts", [:], limit: 2)
            #expect(listed.compactMap { $0["subjectId"]?.text }.count == found.count)
        }
    }

    @Test func `a reservation without a history promises nothing`() async throws {
        try await self.withPromises { ledger in
            let id = ID<Reservation>.make()
            try await ledger.tamper(
                """
                INSERT INTO ledger.reservation (
                    id, warehouse, state, actor_kind, actor_name, created_at, updated_at, version
                )
                VALUES ('\(id)', '\(ledger.warehouse)', 'pending', 'user', 'x', now(), now(), 1)
                """,
                """
                INSERT INTO ledger.reservation_line (
                    reservation, line, variant, reserved, consumed, released, backordered
                )
                SELECT '\(id)', 1, id, 10000, 0, 0, 0 FROM ledger.variant WHERE sku = 'OIL'
                """
            )
            let drifts = try await ledger.audit()
            #expect(drifts.map(\.field) == [.reservation])
            #expect(drifts.map { $0.subject?.rawValue } == [id.rawValue])
            let read = try await ledger.succeed(
                "getReservation",
                path: ["reservationId": "\(id)"]
            )
            #expect(read["state"]?.text == "released")
            #expect(read["lines"]?.elements.map { $0["open"]?.text } == ["0"])
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `what is put right can be shipped`() async throws {
        try await self.withPromises { ledger in
            let rows = try await ledger.rows("SELECT id FROM reservation WHERE version = 3")
            let id: ID<Reservation> = try rows[0].decode("id")
            // The next change of it would be one that it has had.
            try await ledger.tamper("UPDATE ledger.reservation SET version = 1")
            let path = ["reservationId": "\(id)"]
            #expect(await ledger.ask("consumeReservation", "{}", path: path).status >= 500)
            #expect(try await ledger.audit().map(\.field).contains(.reservation))
            let taken = try await ledger.succeed("consumeReservation", "{}", path: path)
            #expect(taken["reservation"]?["state"]?.text == "consumed")
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `a rebuild compares all reservations, also those that are over`() async throws {
        try await self.withPromises { ledger in
            let rows = try await ledger.rows("SELECT id FROM reservation WHERE version = 3")
            let id: ID<Reservation> = try rows[0].decode("id")
            _ = try await ledger.succeed(
                "consumeReservation",
                "{}",
                path: ["reservationId": "\(id)"]
            )
            try await ledger.horizonPassed()
            let rebuild = Rebuild(owner: ledger.owner)
            #expect(try await rebuild.compare().isEqual)
            let before = try await ledger.promises()
            try await ledger.tamper(
                """
                UPDATE ledger.reservation_line
                SET consumed = consumed - 10000, released = released + 10000
                WHERE reservation = '\(id)' AND line = 1
                """
            )
            let (found, swap) = try await rebuild.swap()
            #expect(Set(found.differences.map(\.table)) == ["reservation_line"])
            #expect(swap?.isComplete == true)
            #expect(try await ledger.promises() == before)
        }
    }
}

extension LedgerBench {
    /// All that is kept of reservations and of what they hold.
    fileprivate func promises() async throws -> [String] {
        try await self.lines(
            """
            SELECT (reservation.id, warehouse, state, expires_at, release_reason,
                reservation.version, line, variant, reserved, consumed, released,
                backordered)::text AS line
            FROM reservation
            JOIN reservation_line AS line ON line.reservation = reservation.id
            UNION ALL
            SELECT (variant, warehouse, reserved, reservations, on_hand)::text
            FROM availability
            WHERE (reserved, on_hand) <> (0, 0)
            ORDER BY 1
            """
        )
    }
}
