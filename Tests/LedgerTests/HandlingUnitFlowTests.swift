import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

@Suite(.requiresPostgres)
struct HandlingUnitFlowTests {
    @Test func `goods are put on a unit, found below its bin, and moved with it`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.receive(8, of: "MUG", at: "P1")
            try await ledger.receive(5, of: "HAM", lot: "L1", at: "C1")
            #expect(
                try await ledger.contents(of: pallet) == ["8 MUG on P1", "5 HAM/L1 on C1"]
            )
            let below = try await ledger.succeed(
                "listStock",
                query: ["locationTree": "LDN-1", "by": "location"]
            )
            #expect(Set(below.items.map { $0["location"]?["code"]?.text }) == ["P1", "C1"])

            let entries = try await ledger.succeed("listEntries").items.count
            let moved = try await ledger.succeed(
                "moveHandlingUnit",
                #"{"to":"LDN"}"#,
                path: pallet
            )
            #expect(moved["entry"] == nil)
            #expect(moved["handlingUnit"]?["standsIn"]?["code"]?.text == "LDN")
            #expect(try await ledger.succeed("listEntries").items.count == entries)
            let left = try await ledger.succeed("listStock", query: ["locationTree": "LDN-1"])
            #expect(left.items.isEmpty)
            #expect(try await ledger.contents(of: pallet).count == 2)
            #expect(try await ledger.misplacedUnits() == 0)
            // What anybody takes from below the warehouse may be taken from the pallet.
            _ = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN","anywhere":true,"lines":[{"sku":"MUG","quantity":"1"}]}"#
            )
            #expect(try await ledger.contents(of: pallet).first == "7 MUG on P1")
        }
    }

    @Test func `to another warehouse it comes with all that it holds, and back`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, carton in
            try await ledger.receive(8, of: "MUG", at: "P1")
            try await ledger.receive(5, of: "HAM", lot: "L1", at: "C1")
            let body = #"{"to":"LEEDS","reference":{"source":"erp","document":"T-1"}}"#
            let moved = try await ledger.succeed("moveHandlingUnit", body, path: pallet)
            #expect(moved["entry"]?["kind"]?.text == "transfer")
            #expect(moved["entry"]?["reference"]?["document"]?.text == "T-1")
            #expect(moved["handlingUnit"]?["warehouse"]?["code"]?.text == "LEEDS")
            let stock = try await ledger.succeed("getStock", path: ["sku": "MUG"])
            let held = (stock["warehouses"]?.elements ?? []).map { $0["onHand"]?.text }
            #expect(held == ["0", "8"] || held == ["8"])
            #expect(
                try await ledger.contents(of: pallet)
                    == ["8 MUG on P1@LEEDS", "5 HAM/L1 on C1@LEEDS"]
            )
            let codes = try await ledger.succeed("listLocations", query: ["kind": "unit"]).items
            #expect(
                codes.map { "\($0["code"]?.text ?? "") \($0["status"]?.text ?? "")" }
                    == ["C1 retired", "C1@LEEDS active", "P1 retired", "P1@LEEDS active"]
            )
            // Its code means where it is.
            try await ledger.receive(1, of: "MUG", at: "P1")
            #expect(try await ledger.contents(of: pallet).first == "9 MUG on P1@LEEDS")
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN"}"#, path: pallet)
            #expect(try await ledger.onHand("MUG") == 9)
            #expect(try await ledger.strayGoods() == 0)
            #expect(try await ledger.misplacedUnits() == 0)

            let changes = try await ledger.succeed("listHandlingUnitChanges", path: carton).items
            #expect(changes.map { $0["action"]?.text } == ["carried", "carried", "created"])
            #expect(changes.map { $0["version"] } == [3, 2, 1])
            #expect(changes[1]["entryId"]?.text == moved["entry"]?["id"]?.text)
            let told: [HandlingUnitChanged] = try await ledger.facts()
            #expect(told.filter { $0.code == "P1" }.map(\.version) == [1, 2, 3])
            #expect(
                told.filter { $0.code == "C1" }.map(\.action) == [.created, .carried, .carried]
            )
            let places: [LocationChanged] = try await ledger.facts()
            #expect(places.filter { $0.kind == .unit }.map(\.code).contains("P1@LEEDS"))
        }
    }

    @Test func `a unit is unpacked, closed, and its code stays taken`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, carton in
            try await ledger.receive(8, of: "MUG", at: "P1")
            try await ledger.receive(2, of: "MUG", at: "C1")
            #expect(try await ledger.verdict("closeHandlingUnit", path: pallet) == "409 in-use")
            let unpacked = try await ledger.succeed(
                "unpackHandlingUnit",
                #"{"to":"LDN"}"#,
                path: pallet
            )
            #expect(unpacked["entry"]?["movements"]?.elements.count == 2)
            #expect(try await ledger.contents(of: pallet) == [])
            #expect(try await ledger.verdict("closeHandlingUnit", path: pallet) == "409 in-use")
            _ = try await ledger.succeed("closeHandlingUnit", "{}", path: carton)
            _ = try await ledger.succeed("closeHandlingUnit", "{}", path: pallet)
            #expect(
                try await ledger.verdict("closeHandlingUnit", path: pallet) == "409 wrong-state"
            )
            #expect(
                try await ledger.verdict(
                    "createHandlingUnit",
                    #"{"code":"P1","type":"pallet","location":"LDN"}"#
                ) == "409 already-exists"
            )
            #expect(
                try await ledger.verdict(
                    "postReceipt",
                    #"{"location":"P1","lines":[{"sku":"MUG","quantity":"1"}]}"#
                ) == "422 location-closed"
            )
            let entry = try #require(unpacked["entry"]?["id"]?.text)
            _ = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"other"}"#,
                path: ["entryId": entry]
            )
            #expect(try await ledger.contents(of: carton) == ["2 MUG on C1"])
            let read = try await ledger.succeed("getHandlingUnit", path: pallet)
            #expect(read["status"]?.text == "open")
            #expect(try await ledger.misplacedUnits() == 0)
        }
    }

    @Test func `a shipment leaves with all of the unit, and comes back when it is undone`()
        async throws
    {
        try await LedgerBench.withPallet { ledger, pallet, carton in
            #expect(try await ledger.verdict("shipHandlingUnit", path: pallet) == "409 wrong-state")
            try await ledger.receive(8, of: "MUG", at: "P1")
            try await ledger.receive(5, of: "HAM", lot: "L1", at: "C1")
            let shipped = try await ledger.succeed(
                "shipHandlingUnit",
                #"{"reference":{"source":"web","document":"S-1"}}"#,
                path: pallet
            )
            #expect(shipped["entry"]?["kind"]?.text == "sale")
            #expect(shipped["handlingUnit"]?["status"]?.text == "shipped")
            #expect(try await ledger.onHand("HAM") == 0)
            #expect(
                try await ledger.verdict("moveHandlingUnit", #"{"to":"LDN"}"#, path: carton)
                    == "409 wrong-state"
            )
            let entry = try #require(shipped["entry"]?["id"]?.text)
            _ = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"cancelled","lines":[{"line":2,"quantity":"2"}]}"#,
                path: ["entryId": entry]
            )
            #expect(try await ledger.contents(of: pallet) == ["2 HAM/L1 on C1"])
            for unit in [pallet, carton] {
                let read = try await ledger.succeed("getHandlingUnit", path: unit)
                #expect(read["status"]?.text == "open")
                let last = try await ledger.succeed("listHandlingUnitChanges", path: unit).items[0]
                #expect(last["action"]?.text == "reopened")
            }
            #expect(try await ledger.misplacedUnits() == 0)
        }
    }

    @Test func `a lot that is held, or promised to others, does not leave with a unit`()
        async throws
    {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.receive(5, of: "HAM", lot: "L1", at: "C1")
            _ = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"HAM","quantity":"1"}]}"#
            )
            for operation in ["shipHandlingUnit", "moveHandlingUnit"] {
                let body = operation == "shipHandlingUnit" ? "{}" : #"{"to":"LEEDS"}"#
                #expect(
                    try await ledger.verdict(operation, body, path: pallet)
                        == "409 insufficient-stock"
                )
            }
            let lot = try await ledger.rows("SELECT id FROM lot")[0].decode("id", as: ID<Lot>.self)
            _ = try await ledger.succeed(
                "changeLotStatus",
                #"{"status":"held","reason":"quality"}"#,
                path: ["lotId": lot.description]
            )
            #expect(
                try await ledger.verdict("shipHandlingUnit", path: pallet) == "409 lot-withheld"
            )
        }
    }

    @Test func `a lot is traced through units`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, _ in
            try await ledger.receive(5, of: "HAM", lot: "L1", at: "C1")
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LEEDS"}"#, path: pallet)
            let body = #"{"reference":{"source":"web","document":"S-1"}}"#
            _ = try await ledger.succeed("shipHandlingUnit", body, path: pallet)
            let lot = try await ledger.rows("SELECT id FROM lot")[0].decode("id", as: ID<Lot>.self)
            try await ledger.horizonPassed()
            let left = try await ledger.succeed(
                "listLotRecipients",
                path: ["lotId": lot.description]
            )
            #expect(left.items.map { $0["reference"]?["document"]?.text } == ["S-1"])
        }
    }

    @Test func `nothing is left to audit or to rebuild after work with units`() async throws {
        try await LedgerBench.withPallet { ledger, pallet, carton in
            try await ledger.receive(8, of: "MUG", at: "P1")
            try await ledger.receive(5, of: "HAM", lot: "L1", at: "C1")
            for target in ["LEEDS", "LDN-1", "LEEDS"] {
                let body = #"{"to":"\#(target)"}"#
                _ = try await ledger.succeed("moveHandlingUnit", body, path: pallet)
            }
            _ = try await ledger.succeed("moveHandlingUnit", #"{"to":"LDN"}"#, path: carton)
            _ = try await ledger.succeed("shipHandlingUnit", "{}", path: pallet)
            try await ledger.cost()
            #expect(try await ledger.audit() == [])
            let report = try await Rebuild(owner: ledger.owner).compare()
            #expect(report.isEqual)
        }
    }
}
