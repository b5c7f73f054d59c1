import Contracts
import TestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct DocumentationTests {
    @Test func `the contract is served as JSON, and once to who has it`() async throws {
        try await withGateway { gateway in
            let answer = try await gateway.ask("getOpenAPI")
            #expect(answer.status == 200)
            #expect(answer["openapi"] == "3.1.0")
            #expect(answer["paths"]?["/v1/session"] != nil)
            let tag = try #require(answer.header("etag"))
            let again = try await gateway.send(
                "GET",
                "/openapi.json",
                headers: [("If-None-Match", tag)]
            )
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
        }
    }

    @Test func `the page shows every operation and every problem, without a script`()
        async throws
    {
        try await withGateway { gateway in
            let answer = try await gateway.send("GET", "/docs")
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "text/html; charset=utf-8")
            let page = String(decoding: answer.body, as: UTF8.self)
            for operation in Operations.all {
                #expect(page.contains("id=\"\(operation.id)\""), "\(operation.id)")
            }
            for code in ProblemCode.allCases {
                #expect(page.contains("id=\"\(code.rawValue)\""), "\(code)")
            }
            #expect(page.contains("<code>cursor</code>"))
            #expect(!page.contains("<script"))
            #expect(answer.header("content-security-policy")?.contains("script-src") == false)
        }
    }
}
