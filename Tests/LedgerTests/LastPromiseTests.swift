import Contracts
import Kernel
import Messaging
import TestSupport
import Testing

@testable import Ledger

/// Promises of what there is not enough of for all who ask.
@Suite(.requiresPostgres)
struct LastPromiseTests {
    private static let clients = 200

    private static func reservation(_ quantities: Quantity..., of sku: String) -> String {
        let lines = quantities.map { #"{"sku":"\#(sku)","quantity":"\#($0)"}"# }
        return #"{"warehouse":"LDN","lines":[\#(lines.joined(separator: ","))]}"#
    }

    @Test func `of two hundred who reserve the last unit one gets it`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("LAST")
            try await ledger.receive(1, of: "LAST")
            let body = Self.reservation(1, of: "LAST")
            let answers = await withTaskGroup { group in
                for _ in 0..<Self.clients {
                    group.addTask { await ledger.ask("createReservation", body) }
                }
                return await group.reduce(into: [OperationResponse]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 201 } == 1)
            let refusals = answers.filter { $0.status == 409 }
            #expect(refusals.count == Self.clients - 1)
            for refusal in refusals {
                let problem = try MessageCoding.decode(Problem.self, from: refusal.body)
                #expect(problem.knownCode == .insufficientStock)
                #expect(problem.extensions["requested"] == "1")
                #expect(problem.extensions["available"] == "0")
                #expect(problem.extensions["blockingReservations"] == 1)
                #expect(problem.errors.map(\.pointer) == ["/lines/0"])
            }
            let stock = try await ledger.succeed("getStock", path: ["sku": "LAST"])
            #expect(MilkJourney.figures(stock) == ["1", "1", "0", "0"])
            #expect(try await ledger.succeed("listReservations").items.count == 1)
            #expect(try await ledger.audit() == [])
        }
    }

    @Test func `the same SKU on two lines of a reservation is judged by the sum`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("TWICE")
            try await ledger.receive(3, of: "TWICE")
            let refused = await ledger.ask(
                "createReservation",
                Self.reservation(2, 2, of: "TWICE")
            )
            #expect(refused.status == 409)
            let problem = try MessageCoding.decode(Problem.self, from: refused.body)
            #expect(problem.knownCode == .insufficientStock)
            #expect(problem.extensions["requested"] == "4")
            #expect(problem.extensions["available"] == "3")
            let made = try await ledger.succeed(
                "createReservation",
                Self.reservation(2, 1, of: "TWICE")
            )
            #expect(made["lines"]?.elements.map { $0["open"]?.text } == ["2", "1"])
            let stock = try await ledger.succeed("getStock", path: ["sku": "TWICE"])
            #expect(MilkJourney.figures(stock) == ["3", "3", "0", "0"])
        }
    }
}
