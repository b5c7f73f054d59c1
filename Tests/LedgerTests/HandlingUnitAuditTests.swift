import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What a unit stood on is compared with where places stood then, as far as that was written down.
@Suite(.requiresPostgres)
struct HandlingUnitAuditTests {
    /// Runs `body` with a carton that left from a pallet in the bin, a pallet that left from the bin itself, and
    /// a pallet with a carton that left together; and the first pallet is elsewhere by now.
    private func withLeft(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.withPallet { ledger, pallet, carton in
            let second = try await ledger.unit("P2", in: "LDN-1")
            let third = try await ledger.unit("P3", in: "LDN-1")
            _ = try await ledger.unit("C3", in: "P3", type: "carton")
            for code in ["C1", "P2", "C3"] { try await ledger.receive(2, of: "MUG", at: code) }
            for unit in [carton, second, third] {
                _ = try await ledger.succeed("shipHandlingUnit", "{}", path: unit)
            }
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN"}"#, path: pallet)
            try await ledger.cost()
            #expect(try await ledger.audit() == [])
            #expect(try await ledger.grounds().contains("C1 LDN-1"))
            try await body(ledger)
        }
    }

    @Test func `what a unit stood on before places had a past stays as it is`() async throws {
        try await self.withLeft { ledger in
            try await ledger.forgetPlacements()
            let before = try await ledger.grounds()
            #expect(before == ["C1 LDN-1", "C3 -", "P1 -", "P2 LDN-1", "P3 LDN-1"])
            #expect(try await ledger.audit() == [])
            let report = try await Rebuild(owner: ledger.owner).compare()
            #expect(report.isEqual)
            // All else of such a unit is compared.
            try await ledger.tamper(
                "UPDATE ledger.handling_unit SET status = 'open', version = 9 WHERE code = 'C1'"
            )
            let drifts = try await ledger.audit()
            #expect(drifts.map(\.field) == [.handlingUnit])
            #expect(drifts.map(\.foundUnits) == [20_000])
            let unit = try await ledger.rows(
                "SELECT status, version FROM handling_unit WHERE code = 'C1'"
            )[0]
            #expect(try unit.decode("status", as: String.self) == "shipped")
            #expect(try unit.decode("version", as: Int64.self) == 2)
            #expect(try await ledger.grounds() == before)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `of a unit that stood on no other, or left with it, it is known of any time`()
        async throws
    {
        try await self.withLeft { ledger in
            try await ledger.forgetPlacements()
            let before = try await ledger.grounds()
            try await ledger.tamper(
                """
                UPDATE ledger.handling_unit SET stood_in = (
                    SELECT id FROM ledger.location WHERE code = 'LEEDS'
                )
                WHERE code <> 'C1'
                """
            )
            let drifts = try await ledger.audit()
            #expect(drifts.map(\.field) == Array(repeating: .handlingUnit, count: 4))
            #expect(drifts.allSatisfy { $0.foundUnits == 30_000 })
            #expect(try await ledger.grounds() == before)
        }
    }

    @Test func `since places have a past, what a unit stood on is compared`() async throws {
        try await self.withLeft { ledger in
            try await ledger.forgetPlacements()
            let carton = try await ledger.unit("C2", in: "P1", type: "carton")
            try await ledger.receive(2, of: "MUG", at: "C2")
            _ = try await ledger.succeed("shipHandlingUnit", "{}", path: carton)
            try await ledger.horizonPassed()
            try await ledger.tamper("UPDATE ledger.handling_unit SET stood_in = NULL")
            let drifts = try await ledger.audit()
            #expect(drifts.map(\.field) == Array(repeating: .handlingUnit, count: 3))
            #expect(
                try await ledger.grounds() == [
                    "C1 -", "C2 LDN", "C3 -", "P1 -", "P2 LDN-1", "P3 LDN-1",
                ]
            )
            #expect(try await ledger.audit() == [])
        }
    }
}

extension LedgerBench {
    /// Leaves of where places stood what an upgrade would have written down that came now.
    fileprivate func forgetPlacements() async throws {
        try await self.tamper(
            "DELETE FROM ledger.location_placement",
            """
            INSERT INTO ledger.location_placement (location, recorded_at, path)
            SELECT id, created_at, path FROM ledger.location
            """,
            """
            UPDATE ledger.migration SET applied_at = clock_timestamp()
            WHERE name = 'V0045_location_placement'
            """
        )
    }

    /// What all units stood on when they left, in order.
    fileprivate func grounds() async throws -> [String] {
        try await self.lines(
            """
            SELECT unit.code || ' ' || coalesce(ground.code, '-') AS line
            FROM handling_unit AS unit
            LEFT JOIN location AS ground ON ground.id = unit.stood_in
            ORDER BY unit.code
            """
        )
    }
}
