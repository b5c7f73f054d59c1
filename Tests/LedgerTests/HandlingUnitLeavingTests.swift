import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Units that leave while others count, look and work beside them.
@Suite(.requiresPostgres)
struct HandlingUnitLeavingTests {
    @Test func `a unit that was counted leaves once the book has what was seen`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.receive(10, of: "MUG", at: "P1")
            let path = ["countId": try await ledger.sheet(of: "MUG", at: "P1")]
            // Nobody has looked yet.
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LEEDS"}"#, path: pallet)
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN-1"}"#, path: pallet)
            _ = try await ledger.succeed("submitCount", LedgerBench.seen(12), path: path)
            for (operation, body) in [
                ("shipHandlingUnit", "{}"), ("moveHandlingUnit", #"{"to":"LEEDS"}"#),
                ("unpackHandlingUnit", #"{"to":"LDN"}"#),
            ] {
                #expect(
                    try await ledger.verdict(operation, body, path: pallet) == "409 wrong-state"
                )
            }
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN"}"#, path: pallet)
            _ = try await ledger.succeed("approveCount", "{}", path: path)
            try await ledger.watch()
            _ = try await ledger.succeed("shipHandlingUnit", "{}", path: pallet)
            #expect(try await ledger.strayGoods() == 0)
            let sold = try await ledger.rows(
                """
                SELECT sum(quantity)::bigint AS sold
                FROM movement JOIN entry ON entry.id = movement.entry
                WHERE entry.kind = 'sale'
                """
            )
            #expect(try sold[0].decode("sold", as: Quantity.self) == 12)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `the nearest is what stands near, on a unit or not`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            for (code, distance) in [("NEAR", 5), ("FAR", 500)] {
                _ = try await ledger.succeed(
                    "createLocation",
                    """
                    {"code":"\(code)","name":"Bin","kind":"bin","parent":"LDN",
                    "attributes":{"distanceToPacking":\(distance)}}
                    """
                )
            }
            _ = try await ledger.succeed(
                "setRemovalRule",
                #"{"sku":"MUG","strategy":"closest"}"#
            )
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"NEAR"}"#, path: pallet)
            try await ledger.receive(4, of: "MUG", at: "C1")
            try await ledger.receive(4, of: "MUG", at: "FAR")
            let sale = #"{"location":"LDN","anywhere":true,"lines":[{"sku":"MUG","quantity":"4"}]}"#
            let sold = try await ledger.succeed("postSale", sale)
            #expect(sold["movements"]?.elements.map { $0["from"]?["code"]?.text } == ["C1"])
        }
    }

    @Test func `a unit is somewhere else since the moment of the entry that moved its goods`()
        async throws
    {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.receive(4, of: "MUG", at: "P1")
            for zone in ["A", "B"] {
                _ = try await ledger.succeed(
                    "createLocation",
                    #"{"code":"LEEDS-\#(zone)","name":"Zone","kind":"zone","parent":"LEEDS"}"#
                )
            }
            var time = ""
            for target in ["LEEDS-A", "LDN-1", "LEEDS-B"] {
                let moved = try await ledger.succeed(
                    "moveHandlingUnit",
                    #"{"to":"\#(target)"}"#,
                    path: pallet
                )
                time = try #require(moved["entry"]?["recordedAt"]?.text)
            }
            try await ledger.horizonPassed()
            for (zone, found) in [("LEEDS-A", 0), ("LEEDS-B", 1)] {
                let levels = try await ledger.succeed(
                    "listStock",
                    query: ["locationTree": zone, "asOf": time, "by": "location"]
                )
                #expect(levels.items.count == found, "\(zone)")
            }
            let apart = try await ledger.rows(
                """
                SELECT
                FROM location_placement AS placement
                JOIN location ON location.id = placement.location AND location.kind = 'unit'
                JOIN handling_unit_change AS change ON change.entry IS NOT NULL
                LEFT JOIN entry ON entry.recorded_at = placement.recorded_at
                WHERE location.code = 'P1@LEEDS' AND entry.id IS NULL
                """
            )
            #expect(apart.isEmpty)
        }
    }

    @Test func `numbers that were printed elsewhere are passed over, however many`() async throws {
        try await LedgerBench.with { ledger in
            let numbers = (1...130).compactMap { serial in
                SSCC(extension: 3, prefix: "4012345", serial: serial)?.digits
            }
            #expect(numbers.count == 130)
            for code in numbers {
                _ = try await ledger.succeed(
                    "createHandlingUnit",
                    #"{"code":"\#(code)","type":"pallet","location":"LDN"}"#
                )
            }
            for (first, serial) in [(1, 131), (500, 500), (1, 501)] {
                let numbering = LedgerOperations(
                    committer: ledger.committer,
                    database: ledger.database.pool,
                    units: UnitNumbering(
                        prefix: "4012345",
                        extensionDigit: 3,
                        first: Int64(first)
                    )
                )
                let answer = await numbering.respond(
                    to: LedgerBench.request(
                        "createHandlingUnit",
                        #"{"type":"pallet","location":"LDN"}"#
                    )
                )
                let unit = try MessageCoding.decode(JSONValue.self, from: answer.body)
                #expect(
                    unit["code"]?.text
                        == SSCC(extension: 3, prefix: "4012345", serial: Int64(serial))?.digits
                )
            }
        }
    }

    @Test func `a step waits for nobody who works with what it does not touch`() async throws {
        try await LedgerBench.withPallet { ledger, _, carton in
            try await ledger.receive(4, of: "MUG", at: "P1")
            let administration = ledger.database.administration
            try await PostgresSession.with(administration) { session in
                // What is on the pallet, which the carton leaves.
                try await session.execute(
                    script: "BEGIN; SELECT FROM ledger.availability FOR UPDATE"
                )
                let moved = try await ledger.succeed(
                    "moveHandlingUnit",
                    #"{"to":"LEEDS"}"#,
                    path: carton
                )
                #expect(moved["entry"] == nil)
                _ = try await ledger.succeed("closeHandlingUnit", "{}", path: carton)
                try await session.execute(script: "ROLLBACK")
            }
        }
    }

    @Test func `who looks into one warehouse sees what became of a unit there`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN"}"#, path: pallet)
            let leeds = try await ledger.rows("SELECT id FROM location WHERE code = 'LEEDS'")
            let warehouse: ID<Location> = try leeds[0].decode("id")
            func actions(in warehouse: ID<Location>) async throws -> [String?] {
                let reader = Principal(
                    id: UUID(),
                    kind: .user,
                    name: "reader",
                    permissions: [.stockRead],
                    warehouses: [warehouse]
                )
                let answer = await ledger.ask("listHandlingUnitChanges", path: pallet, as: reader)
                guard answer.status == 200 else { return ["\(answer.status)"] }
                return try MessageCoding.decode(JSONValue.self, from: answer.body).items
                    .map { $0["action"]?.text }
            }
            #expect(try await actions(in: warehouse) == ["404"])
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LEEDS"}"#, path: pallet)
            #expect(try await actions(in: warehouse) == ["moved"])
            #expect(try await actions(in: ledger.warehouse) == ["moved", "moved", "created"])
        }
    }

    @Test func `of a bin that many units have left only the bin is moved`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.receive(4, of: "MUG", at: "P1")
            let shipped = try await ledger.succeed("shipHandlingUnit", "{}", path: pallet)
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"LDN-Z","name":"Zone","kind":"zone","parent":"LDN"}"#
            )
            let before = try await ledger.rows("SELECT sum(version)::bigint AS sum FROM location")
            let answer = await ledger.ask(
                "updateLocation",
                #"{"parent":"LDN-Z"}"#,
                path: ["locationId": ledger.bin.description],
                headers: ["if-match": "\"1\""]
            )
            #expect(answer.status == 200)
            let after = try await ledger.rows("SELECT sum(version)::bigint AS sum FROM location")
            #expect(
                try after[0].decode("sum", as: Int64.self)
                    == before[0].decode("sum", as: Int64.self) + 1
            )
            // And yet the stack comes back to the bin, wherever that is now.
            _ = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"other"}"#,
                path: ["entryId": try #require(shipped["entry"]?["id"]?.text)]
            )
            let read = try await ledger.succeed("getHandlingUnit", path: pallet)
            #expect(
                read["path"]?.elements.map { $0["code"]?.text } == ["LDN", "LDN-Z", "LDN-1", "P1"]
            )
            #expect(try await ledger.misplacedUnits() == 0)
        }
    }
}
