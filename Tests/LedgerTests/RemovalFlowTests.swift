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
struct RemovalFlowTests {
    @Test func `an order is picked from wherever the rule says`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("BULK")
            for (code, distance) in [("FAR", 90), ("NEAR", 10), ("NEXT", 20)] {
                _ = try await ledger.succeed(
                    "createLocation",
                    """
                    {"code":"\(code)","name":"Bin","kind":"bin","parent":"LDN",
                    "attributes":{"distanceToPacking":\(distance)}}
                    """
                )
                try await ledger.receive(2, of: "BULK", at: code)
            }
            let reservation = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"BULK","quantity":"3"}]}"#
            )
            let path = ["reservationId": try #require(reservation["id"]?.text)]
            // The goods are in bins, and none at the warehouse itself.
            #expect(await ledger.ask("consumeReservation", "{}", path: path).status == 409)
            let shipped = try await ledger.succeed(
                "consumeReservation",
                #"{"anywhere":true}"#,
                path: path
            )
            #expect(Self.places(of: shipped["entry"]) == ["NEAR", "NEXT"])
            let sold = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN","anywhere":true,"lines":[{"sku":"BULK","quantity":"3"}]}"#
            )
            #expect(Self.places(of: sold) == ["NEXT", "FAR"])
            let stock = try await ledger.succeed("getStock", path: ["sku": "BULK"])
            #expect(stock["onHand"]?.text == "0")
        }
    }

    @Test func `the nearest rule holds`() async throws {
        try await LedgerBench.with { ledger in
            let (food, dairy) = (ID<Contracts.Category>.make(), ID<Contracts.Category>.make())
            for (category, path) in [(food, [food]), (dairy, [food, dairy])] {
                _ = try await ledger.rows(
                    """
                    INSERT INTO category (id, name, path, version)
                    VALUES (\(category), 'x', \(path), 1)
                    """
                )
            }
            let variant = try await ledger.variant("MILK", tracking: .lot, category: dairy)
            func held() async throws -> RemovalStrategy? {
                let rows = try await ledger.rows(RemovalRules.statement(for: [variant]))
                return try rows.first?.word("strategy")
            }
            #expect(try await held() == nil)
            for (rule, expected) in [
                (#"{"strategy":"lifo"}"#, RemovalStrategy.lifo),
                (#"{"categoryId":"\#(food)","strategy":"fifo"}"#, .fifo),
                (#"{"categoryId":"\#(dairy)","strategy":"closest"}"#, .closest),
                (#"{"sku":"MILK","strategy":"fefo"}"#, .fefo),
                (#"{"sku":"MILK","strategy":"lifo"}"#, .lifo),
                (#"{"strategy":"fifo"}"#, .lifo),
            ] {
                _ = try await ledger.succeed("setRemovalRule", rule)
                #expect(try await held() == expected)
            }
            let rules = try await ledger.items("listRemovalRules", [:], limit: 2)
            #expect(rules.count == 4)
            let own = try #require(rules.first { $0["sku"]?.text == "MILK" }?["id"]?.text)
            _ = await ledger.ask("deleteRemovalRule", path: ["ruleId": own])
            #expect(try await held() == .closest)
            #expect(await ledger.ask("deleteRemovalRule", path: ["ruleId": own]).status == 404)
        }
    }

    @Test func `a rule about something unknown is refused`() async throws {
        try await LedgerBench.with { ledger in
            for (body, pointer) in [
                (#"{"sku":"NONE","strategy":"fifo"}"#, "/sku"),
                (#"{"categoryId":"\#(ID<Lot>.make())","strategy":"fifo"}"#, "/categoryId"),
                (#"{"sku":"A","categoryId":"\#(ID<Lot>.make())","strategy":"fifo"}"#, ""),
            ] {
                let answer = await ledger.ask("setRemovalRule", body)
                #expect(answer.status == 422)
                let problem = try MessageCoding.decode(Problem.self, from: answer.body)
                #expect(problem.errors.map(\.pointer) == [pointer])
            }
        }
    }

    @Test(arguments: [#""near""#, "-7", "1e300", "null", "[1]"])
    func `a distance may be anything that the company writes`(distance: String) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("ODD")
            _ = try await ledger.succeed(
                "createLocation",
                """
                {"code":"BIN","name":"Bin","kind":"bin","parent":"LDN",
                "attributes":{"distanceToPacking":\(distance)}}
                """
            )
            try await ledger.receive(1, of: "ODD", at: "BIN")
            let sold = try await ledger.succeed(
                "postSale",
                #"{"location":"LDN","anywhere":true,"lines":[{"sku":"ODD","quantity":"1"}]}"#
            )
            #expect(Self.places(of: sold) == ["BIN"])
        }
    }

    private static func places(of entry: JSONValue?) -> [String?] {
        guard case .array(let movements)? = entry?["movements"] else { return [] }
        return movements.map { $0["from"]?["code"]?.text }
    }
}
