import Contracts
import Messaging
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct QueryTests {
    @Test(
        arguments: [
            ("status=active&statsu=disabled", 400, ["/query/statsu"]),
            ("Limit=3", 400, ["/query/Limit"]), ("limit=0", 422, ["/query/limit"]),
            ("limit=501", 422, ["/query/limit"]), ("limit=many", 422, ["/query/limit"]),
            ("role=emperor", 422, ["/query/role"]), ("cursor=AAAA", 400, []),
            ("q=%ff", 400, []), ("q=%00", 400, []), ("q=%0d%0aX-Injected:%20yes", 400, []),
            ("q=", 422, ["/query/q"]), ("q", 422, ["/query/q"]),
            ("q=" + String(repeating: "a", count: 101), 422, ["/query/q"]),
            ("cursor=" + String(repeating: "A", count: 1_025), 422, ["/query/cursor"]),
        ] as [(String, Int, [String])]
    )
    func `a parameter that means nothing is refused by name`(
        query: String,
        status: Int,
        pointers: [String]
    ) async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let answer = try await gateway.ask("listUsers", query: query, by: ada)
            #expect(answer.status == status)
            #expect(answer.pointers == pointers)
        }
    }

    @Test func `more parameters, or a longer address, than anybody needs are refused`()
        async throws
    {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let many = (0..<65).map { "q=\($0)" }.joined(separator: "&")
            #expect(try await gateway.ask("listUsers", query: many, by: ada).status == 400)
            let long = "q=" + String(repeating: "a", count: 9_000)
            #expect(try await gateway.ask("listUsers", query: long, by: ada).status == 400)
        }
    }

    @Test func `a filter is no pattern and no statement`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            for text in ["%25", "_", "'%3B%20DROP%20TABLE%20account%3B--"] {
                let answer = try await gateway.ask("listUsers", query: "q=\(text)", by: ada)
                #expect(answer.status == 200)
                #expect(answer.items.isEmpty)
            }
        }
    }

    @Test func `a limit counts scalars, and a pattern sees them`() throws {
        let rule = try ParameterRule(
            schema: ["type": "string", "maxLength": 3, "pattern": "^[^A-Z]+$"]
        )
        let error = { (value: String) -> String? in
            rule.error(of: QueryParameters.Pair(name: "q", value: value))?.rule
        }
        #expect(error("e\u{301}f") == nil)
        #expect(error("e\u{301}fg") == "maxLength")
        #expect(error("E") == "pattern")
    }
}
