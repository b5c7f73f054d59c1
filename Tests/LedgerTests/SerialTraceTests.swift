import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Bicycles are built of motors, steel and screws, taken apart, built again and sold.
@Suite(.requiresPostgres)
struct SerialTraceTests {
    /// Motors M-1 and M-2, steel ST1 and screws from suppliers; B-1 is built of M-1, steel and screws and
    /// sold; B-2 of M-2 and screws, and taken apart; B-3 of the same motor, and sold.
    private func built(
        _ body: (LedgerBench, _ serials: [String: String]) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            for sku in ["MOTOR", "BIKE"] { try await ledger.variant(sku, tracking: .serial) }
            try await ledger.variant("STEEL", tracking: .lot)
            try await ledger.variant("SCREW")
            try await ledger.book(
                "postReceipt",
                "PO-1",
                #""MOTOR","quantity":"1","serials":["M-1"]"#
            )
            try await ledger.book(
                "postReceipt",
                "PO-2",
                #""MOTOR","quantity":"1","serials":["M-2"]"#
            )
            try await ledger.book("postReceipt", "PO-3", #""STEEL","quantity":"9","lot":"ST1""#)
            try await ledger.book("postReceipt", "PO-4", #""SCREW","quantity":"90""#)
            let bike = { (number: String) in
                #"{"sku":"BIKE","quantity":"1","serials":["\#(number)"]}"#
            }
            let motor = { (number: String) in
                #"{"sku":"MOTOR","quantity":"1","serials":["\#(number)"]}"#
            }
            let screws = #"{"sku":"SCREW","quantity":"4"}"#
            let steel = #"{"sku":"STEEL","quantity":"2","lot":"ST1"}"#
            try await ledger.produce([motor("M-1"), steel, screws], into: [bike("B-1")])
            try await ledger.produce([motor("M-2"), screws], into: [bike("B-2")])
            try await ledger.produce([bike("B-2")], into: [motor("M-2")])
            try await ledger.produce([motor("M-2"), screws], into: [bike("B-3")])
            try await ledger.book("postSale", "S-1", #""BIKE","quantity":"1","serials":["B-1"]"#)
            try await ledger.book("postSale", "S-3", #""BIKE","quantity":"1","serials":["B-3"]"#)
            try await ledger.book("postReturn", "R-1", #""BIKE","quantity":"1","serials":["B-1"]"#)
            let pieces = try await ledger.items("listSerials", [:], limit: 2).map { piece in
                (try #require(piece["serial"]?.text), try #require(piece["id"]?.text))
            }
            try await body(ledger, Dictionary(uniqueKeysWithValues: pieces))
        }
    }

    private func documents(
        _ operation: String,
        _ path: [String: String],
        _ ledger: LedgerBench
    ) async throws -> [String?] {
        try await ledger.succeed(operation, path: path).items.map {
            $0["reference"]?["document"]?.text
        }
    }

    @Test func `a piece says what it was made of, and what nobody can follow`() async throws {
        try await self.built { ledger, serials in
            let path = ["serialId": try #require(serials["B-1"])]
            let trace = try await ledger.succeed("traceSerial", path: path)
            #expect(trace["serial"]?["serial"]?.text == "B-1")
            #expect(trace["serial"]?["location"]?["code"]?.text == "LDN")
            #expect(trace.nodes("ancestors") == ["1 ST1"])
            #expect(trace.nodes("ancestorSerials") == ["1 M-1"])
            #expect(trace.nodes("untrackedComponents") == ["1 SCREW 4"])
            for empty in ["descendants", "descendantSerials", "untrackedProducts"] {
                #expect(trace.nodes(empty) == [], "\(empty)")
            }
            #expect(trace["isComplete"] == false)
            #expect(
                try await self.documents("listSerialOrigins", path, ledger) == ["PO-3", "PO-1"]
            )
            let left = try await self.documents("listSerialRecipients", path, ledger)
            #expect(left == ["R-1", "S-1"])
        }
    }

    @Test func `a component says what it became part of, also after that was taken apart`()
        async throws
    {
        try await self.built { ledger, serials in
            let path = ["serialId": try #require(serials["M-2"])]
            let trace = try await ledger.succeed("traceSerial", path: path)
            #expect(trace.nodes("descendantSerials") == ["1 B-2", "1 B-3"])
            #expect(trace.nodes("untrackedProducts") == [])
            // It came out of a bicycle, which had screws.
            #expect(trace.nodes("ancestorSerials") == ["1 B-2"])
            #expect(trace.nodes("untrackedComponents") == ["2 SCREW 4"])
            #expect(try await self.documents("listSerialRecipients", path, ledger) == ["S-3"])
            #expect(try await self.documents("listSerialOrigins", path, ledger) == ["PO-2"])

            let bike = try await ledger.succeed(
                "traceSerial",
                path: ["serialId": try #require(serials["B-3"])]
            )
            #expect(bike.nodes("ancestorSerials") == ["1 M-2", "2 B-2"])
            #expect(bike.nodes("untrackedComponents") == ["1 SCREW 8"])
        }
    }

    @Test func `a lot is followed into pieces, and to whoever received them`() async throws {
        try await self.built { ledger, _ in
            let lot = try await ledger.rows("SELECT id FROM lot WHERE code = 'ST1'")[0]
                .decode("id", as: ID<Lot>.self)
            let path = ["lotId": lot.description]
            let trace = try await ledger.succeed("traceLot", path: path)
            #expect(trace.nodes("descendantSerials") == ["1 B-1"])
            #expect(trace["isComplete"] == true)
            #expect(try await self.documents("listLotRecipients", path, ledger) == ["R-1", "S-1"])
            let recall = try await ledger.succeed(
                "recallLot",
                #"{"reason":"quality"}"#,
                path: path
            )
            let recipients = recall["evidence"]?["recipients"]?.elements ?? []
            #expect(recipients.map { $0["sku"]?.text } == ["BIKE", "BIKE"])
        }
    }

    @Test func `products without a lot or number are named, and are no complete evidence`()
        async throws
    {
        try await self.built { ledger, _ in
            try await ledger.variant("WIRE")
            try await ledger.produce(
                [#"{"sku":"STEEL","quantity":"3","lot":"ST1"}"#],
                into: [#"{"sku":"WIRE","quantity":"50"}"#]
            )
            let lot = try await ledger.rows("SELECT id FROM lot WHERE code = 'ST1'")[0]
                .decode("id", as: ID<Lot>.self)
            let trace = try await ledger.succeed("traceLot", path: ["lotId": lot.description])
            #expect(trace.nodes("untrackedProducts") == ["1 WIRE 50"])
            #expect(trace.nodes("untrackedComponents") == [])
            #expect(trace["isComplete"] == false)
        }
    }

    @Test func `a piece of a lot is followed by its number, and its lot is named`() async throws {
        try await LedgerBench.with { ledger in
            for sku in ["LAMP", "BIKE"] { try await ledger.variant(sku, tracking: .serial) }
            let lamp = { (number: String) in
                #""LAMP","quantity":"1","serials":["\#(number)"],"lot":"X1""#
            }
            try await ledger.book("postReceipt", "PO-1", lamp("L-1"))
            try await ledger.book("postReceipt", "PO-2", lamp("L-2"))
            for number in [1, 2] {
                try await ledger.produce(
                    [#"{"sku":"LAMP","quantity":"1","serials":["L-\#(number)"]}"#],
                    into: [#"{"sku":"BIKE","quantity":"1","serials":["B-\#(number)"]}"#]
                )
                let line = #""BIKE","quantity":"1","serials":["B-\#(number)"]"#
                try await ledger.book("postSale", "S-\(number)", line)
            }
            let pieces = try await ledger.items("listSerials", ["serial": "B-1"], limit: 2)
            let path = ["serialId": try #require(pieces.first?["id"]?.text)]
            let trace = try await ledger.succeed("traceSerial", path: path)
            #expect(trace.nodes("ancestors") == ["1 X1"])
            #expect(trace.nodes("ancestorSerials") == ["1 L-1"])
            #expect(trace["isComplete"] == true)
            // The other lamp of the lot is in another bicycle.
            #expect(try await self.documents("listSerialOrigins", path, ledger) == ["PO-1"])
            let lot = try await ledger.rows("SELECT id FROM lot")[0].decode("id", as: ID<Lot>.self)
            let whole = ["lotId": lot.description]
            let both = try await ledger.succeed("traceLot", path: whole)
            #expect(both.nodes("descendantSerials") == ["1 B-1", "1 B-2"])
            #expect(try await self.documents("listLotRecipients", whole, ledger) == ["S-2", "S-1"])
            #expect(try await self.documents("listLotOrigins", whole, ledger) == ["PO-2", "PO-1"])
        }
    }

    @Test func `nobody follows a piece that there is not, or without the right to everything`()
        async throws
    {
        try await self.built { ledger, serials in
            let clerk = Principal(
                id: UUID(),
                kind: .user,
                name: "clerk",
                permissions: Role.inventoryManager.permissions,
                warehouses: [ledger.warehouse]
            )
            let path = ["serialId": try #require(serials["B-1"])]
            let unknown = ["serialId": ID<Serial>.make().description]
            for operation in ["traceSerial", "listSerialOrigins", "listSerialRecipients"] {
                #expect(await ledger.ask(operation, path: path, as: clerk).status == 403)
                #expect(await ledger.ask(operation, path: unknown).status == 404)
            }
        }
    }
}

extension LedgerBench {
    fileprivate func book(
        _ operation: String,
        _ document: String,
        _ line: String
    ) async throws {
        _ = try await self.succeed(
            operation,
            """
            {"location":"LDN","reference":{"source":"erp","document":"\(document)"},
            "lines":[{"sku":\(line)}]}
            """
        )
    }

    fileprivate func produce(_ inputs: [String], into outputs: [String]) async throws {
        _ = try await self.succeed(
            "postProduction",
            """
            {"location":"LDN","inputs":[\(inputs.joined(separator: ","))],
            "outputs":[\(outputs.joined(separator: ","))]}
            """
        )
    }
}

extension JSONValue {
    /// Goods of a trace: how far away, and what they are known by.
    fileprivate func nodes(_ name: String) -> [String] {
        (self[name]?.elements ?? []).map { node in
            guard case .integer(let depth)? = node["depth"] else { return "?" }
            if let quantity = node["quantity"]?.text {
                return "\(depth) \(node["sku"]?.text ?? "") \(quantity)"
            }
            return "\(depth) \(node["serial"]?.text ?? node["lot"]?["code"]?.text ?? "")"
        }.sorted()
    }
}
