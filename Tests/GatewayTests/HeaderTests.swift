import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct HeaderTests {
    @Test(
        arguments: [
            (0..<150).map { ("X-Header-\($0)", "a") },
            [("X-Long", String(repeating: "a", count: 20_000))],
        ]
    )
    func `too many headers, or too long ones, are refused`(
        headers: [(String, String)]
    ) async throws {
        try await withGateway { gateway in
            var request = HTTPClientRequest(url: gateway.base + "/docs")
            for (name, value) in headers { request.headers.add(name: name, value: value) }
            let response = try await gateway.http.execute(request, timeout: .seconds(20))
            #expect(response.status.code == 400)
            #expect(try await gateway.ask("getDocs").status == 200, "others are served")
        }
    }

    @Test func `each request is told its own number`() async throws {
        try await withGateway { gateway in
            let first = try await gateway.send("GET", "/docs").header("x-request-id")
            let second = try await gateway.send("GET", "/docs").header("x-request-id")
            #expect(first != second)
        }
    }

    @Test func `behind TLS browsers are told to stay there`() async throws {
        try await withGateway(["STOCKBOOK_HTTP_SECURE": "true"]) { gateway in
            let answer = try await gateway.send("GET", "/v1/nothing")
            #expect(answer.header("strict-transport-security")?.hasPrefix("max-age=") == true)
        }
    }
}
