import Contracts
import FoundationEssentials
import Kernel
import Messaging
import TestSupport
import Testing

@testable import Ledger

/// What clients get wrong must not change the book, nor be answered as if nothing were there.
@Suite(.requiresPostgres)
struct MistakeTests {
    @Test(arguments: ["yes", "TRUE"])
    func `a dry run that is misspelt enters nothing`(word: String) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("DRY")
            try await ledger.receive(5, of: "DRY")
            for operation in ["postSale", "postReturn"] {
                let answer = await ledger.ask(
                    operation,
                    LedgerBench.sale(1, of: "DRY"),
                    query: ["dryRun": word]
                )
                #expect(try Self.pointers(answer, 422) == ["/query/dryRun"])
            }
            #expect(try await ledger.onHand("DRY") == 5)
        }
    }

    @Test func `a key is for one operation`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("KEY")
            try await ledger.receive(5, of: "KEY")
            let id = UUID.command(of: LedgerBench.admin, key: "k-1")
            let body = LedgerBench.sale(1, of: "KEY")
            #expect(await ledger.ask("postSale", body, messageID: id).status == 201)
            let other = await ledger.ask("postReturn", body, messageID: id)
            let problem = try MessageCoding.decode(Problem.self, from: other.body)
            #expect(problem.code == ProblemCode.idempotencyKeyReused.rawValue)
            let lot = await ledger.ask("createLot", #"{"code":"L"}"#, messageID: id)
            #expect(lot.status == 422)
            #expect(try await ledger.onHand("KEY") == 4)
        }
    }

    @Test func `a lot does not change its day`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            func receive(_ day: String) async -> OperationResponse {
                await ledger.ask(
                    "postReceipt",
                    """
                    {"location":"LDN","lines":[
                    {"sku":"MILK","quantity":"1","lot":"L1","expiresOn":"\(day)"}]}
                    """
                )
            }
            #expect(await receive("2030-12-01").status == 201)
            #expect(try Self.pointers(await receive("2030-12-05"), 422) == ["/lines/0/expiresOn"])
            #expect(try await ledger.onHand("MILK") == 1)
            let lots = try await ledger.succeed("listLots", query: ["sku": "MILK"])
            #expect(lots.items.map { $0["expiresOn"]?.text } == ["2030-12-01"])
        }
    }

    @Test func `a lot has a page of the web, and is made before it expires`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MILK", tracking: .lot)
            for address in ["javascript:alert(1)", "//host/a", "https://", "ftp://host/a"] {
                let answer = await ledger.ask(
                    "createLot",
                    #"{"sku":"MILK","code":"L1","certificate":"\#(address)"}"#
                )
                #expect(try Self.pointers(answer, 422) == ["/certificate"], "\(address)")
            }
            let late = await ledger.ask(
                "createLot",
                """
                {"sku":"MILK","code":"L1",
                "manufacturedOn":"2030-01-02","expiresOn":"2030-01-01"}
                """
            )
            #expect(try Self.pointers(late, 422) == ["/expiresOn"])
            _ = try await ledger.succeed(
                "createLot",
                """
                {"sku":"MILK","code":"L1","certificate":"HTTPS://host.example/a?b=c",
                "manufacturedOn":"2030-01-01","expiresOn":"2030-01-01"}
                """
            )
        }
    }

    @Test(
        arguments: [
            ("listStock", "location"), ("listStock", "locationTree"), ("listStock", "sku"),
            ("listMovements", "location"), ("listMovements", "sku"), ("listEntries", "sku"),
            ("listSerials", "location"), ("listSerials", "sku"), ("listLots", "sku"),
            ("listReservations", "warehouse"), ("listReservations", "sku"),
            ("listLocations", "parent"),
        ]
    )
    func `a name that nothing has narrows no list`(
        operation: String,
        parameter: String
    ) async throws {
        try await LedgerBench.with { ledger in
            let answer = await ledger.ask(operation, query: [parameter: "nope"])
            #expect(try Self.pointers(answer, 422) == ["/query/\(parameter)"])
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            let code: ProblemCode = parameter == "sku" ? .unknownVariant : .unknownLocation
            #expect(problem.code == code.rawValue)
        }
    }

    private static func pointers(_ answer: OperationResponse, _ status: Int) throws -> [String] {
        #expect(answer.status == status)
        return try MessageCoding.decode(Problem.self, from: answer.body).errors.map(\.pointer)
    }
}
