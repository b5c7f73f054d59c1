import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// Runs `body` with an order of which some has left, arrived and been lost, and some came back, and
    /// with units that were sold, returned and counted.
    static func withDocuments(_ body: (LedgerBench) async throws -> Void) async throws {
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

    /// Five of eight nuts leave; two arrive, one is lost, half of one is found again, one comes back.
    func sendNuts() async throws {
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
    func moveSaws() async throws {
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

    /// One pallet that stands where it was put, one that came to Paris with a carton on it, a carton that left
    /// from a pallet, a pallet that left with what stood on it, one that came back, and one that is closed.
    func carryPallets() async throws {
        var units: [String: [String: String]] = [:]
        for code in ["P1", "P2", "P3", "P4", "P5", "P6"] {
            units[code] = try await self.unit(code, in: "LDN-1")
        }
        for (code, place) in [("C2", "P2"), ("C3", "P3"), ("C4", "P4")] {
            units[code] = try await self.unit(code, in: place, type: "carton")
        }
        for code in ["C2", "C3", "C4", "P5"] { try await self.receive(2, of: "NUT", at: code) }
        func step(
            _ operation: String,
            _ code: String,
            _ body: String = "{}"
        ) async throws -> JSONValue {
            try await self.succeed(operation, body, path: try #require(units[code]))
        }
        _ = try await step("moveHandlingUnit", "P2", #"{"to":"PAR"}"#)
        for code in ["C3", "P4"] { _ = try await step("shipHandlingUnit", code) }
        let sale = try await step("shipHandlingUnit", "P5")["entry"]?["id"]?.text
        _ = try await self.succeed(
            "reverseEntry",
            #"{"reason":"cancelled"}"#,
            path: ["entryId": try #require(sale)]
        )
        _ = try await step("closeHandlingUnit", "P6")
    }

    /// All that is kept of transfer orders, units and handling units.
    func documents() async throws -> [String] {
        try await self.lines(
            """
            SELECT (transfer.id, state, line, dispatched, received, lost, cancelled)::text AS line
            FROM transfer_line
            JOIN transfer_order AS transfer ON transfer.id = transfer_line.transfer_order
            UNION ALL
            SELECT (number, location)::text FROM serial
            UNION ALL
            SELECT (code, status, location, stood_in, version)::text FROM handling_unit
            ORDER BY 1
            """
        )
    }
}
