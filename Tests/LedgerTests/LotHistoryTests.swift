import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Lots have whole histories: what one was made as is the first of its changes, unless that is released.
@Suite(.requiresPostgres)
struct LotHistoryTests {
    @Test(arguments: [("quarantined", "inspection"), ("held", "other")])
    func `what a lot was registered as is the first of its changes`(
        status: String,
        reason: String
    ) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            let lot = try await ledger.succeed(
                "createLot",
                #"{"sku":"MILK","code":"L1","status":"\#(status)"}"#
            )
            let path = ["lotId": try #require(lot["id"]?.text)]
            let yesterday = Timestamp.now.advanced(by: .seconds(-86_400))
            try await ledger.receive(5, of: "MILK", lot: "L1", effectiveAt: yesterday)
            let release = #"{"status":"released","reason":"cleared"}"#
            _ = try await ledger.succeed("changeLotStatus", release, path: path)
            let changes = try await ledger.succeed("listLotChanges", path: path).items
            #expect(changes.map { $0["status"]?.text } == ["released", status])
            #expect(changes.map { $0["reason"]?.text } == ["cleared", reason])
            #expect(changes.map { $0["version"] } == [2, 1])
            #expect(changes.map { $0["actor"]?["name"]?.text } == ["admin", "admin"])
            try await ledger.horizonPassed(
                "SELECT recorded_at FROM lot_change ORDER BY version DESC"
            )
            // It was withheld before anybody released it.
            for (time, withheld) in [(yesterday, "5"), (.now, "0")] {
                for told in try await MilkJourney.told(["asOf": "\(time)"], in: ledger) {
                    #expect(told[0...2] == ["5", "0", withheld])
                }
            }
        }
    }

    @Test func `a lot that was registered as released has no change`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            for (code, status) in [("L1", ""), ("L2", #","status":"released""#)] {
                _ = try await ledger.succeed(
                    "createLot",
                    #"{"sku":"MILK","code":"\#(code)"\#(status)}"#
                )
            }
            #expect(try await ledger.rows("SELECT FROM lot_change").isEmpty)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `a lot that an older ledger withholds has a beginning, and is not released`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("MILK", tracking: .lot)
            // As one did that still serves while an upgrade is under way.
            _ = try await ledger.rows(
                """
                INSERT INTO lot (id, variant, code, status, created_at)
                VALUES (\(ID<Lot>.make()), \(variant), 'L1', 'held', now())
                """
            )
            #expect(try await ledger.audit() == [])
            let lot = try await ledger.find("L1", of: "MILK")
            #expect(lot["status"]?.text == "held")
            let path = ["lotId": try #require(lot["id"]?.text)]
            let changes = try await ledger.succeed("listLotChanges", path: path).items
            #expect(changes.map { $0["status"]?.text } == ["held"])
            #expect(changes.map { $0["reason"]?.text } == ["other"])
            #expect(changes.map { $0["actor"]?["name"]?.text } == ["ledger"])
        }
    }

    private static let name = "V0050_lot_history"

    @Test func `lots that are older have the beginning that follows from what is known of them`()
        async throws
    {
        try await withUpgradedLedger(to: Self.name, from: Self.rows) { database in
            let rows = try await database.lines(Self.history)
            #expect(
                rows == [
                    "(2,1,quarantined,inspection,f,ledger,t)", "(3,1,held,other,f,ledger,t)",
                    "(4,1,expired,expiry,f,ledger,t)", "(5,2,recalled,quality,f,x,f)",
                    "(6,1,quarantined,inspection,t,ledger,t)", "(6,3,released,quality,f,x,f)",
                    "(6,4,held,quality,f,x,f)", "(7,1,quarantined,quality,f,x,f)",
                    "(7,2,released,quality,f,x,f)", "(9,1,quarantined,quality,f,x,f)",
                    "(9,2,released,quality,f,x,f)", "(9,4,recalled,other,t,ledger,f)",
                ]
            )
            let drifts = try await database.pool.withTransaction { transaction in
                try transaction.execute(LotComparison.differences(.everything)).map {
                    try $0.decode("lot", as: ID<Lot>.self)
                }
            }
            // What no lot can be is all that is left to be found.
            #expect(drifts.map { "\($0)".last } == ["8"])
        }
    }

    /// Lots that were never changed, lots with changes, one of them the first of which says what it had been,
    /// one of a status that there is not, and one that was called back by hand.
    private static let rows = """
        SET search_path = ledger;
        SET session_replication_role = replica;
        ALTER TABLE lot DROP CONSTRAINT lot_status_is_known;
        INSERT INTO lot (id, variant, code, status, version, created_at)
        SELECT uuid(lpad(number::text, 32, '0')), gen_random_uuid(), 'L', status, version, '2025-01-01 00:00:00Z'
        FROM (
            VALUES (1, 'released', 4), (2, 'quarantined', 2), (3, 'held', 1), (4, 'expired', 1),
                (5, 'recalled', 2), (6, 'held', 4), (7, 'released', 2), (8, 'odd', 1),
                (9, 'recalled', 3)
        ) AS kept (number, status, version);
        INSERT INTO lot_change (lot, version, status, reason, actor_kind, actor_name, recorded_at)
        SELECT uuid(lpad(number::text, 32, '0')), version, status, 'quality', 'user', 'x', '2026-01-01 00:00:00Z'
        FROM (
            VALUES (5, 2, 'recalled'), (6, 3, 'released'), (6, 4, 'held'), (7, 1, 'quarantined'),
                (7, 2, 'released'), (9, 1, 'quarantined'), (9, 2, 'released')
        ) AS kept (number, version, status);
        """

    private static let history: SQL = """
        SELECT (
            right(change.lot::text, 1), change.version, change.status, change.reason,
            change.note IS NOT NULL, change.actor_name, change.recorded_at = lot.created_at
        )::text AS line
        FROM lot_change AS change
        JOIN lot ON lot.id = change.lot
        ORDER BY change.lot, change.version
        """
}
