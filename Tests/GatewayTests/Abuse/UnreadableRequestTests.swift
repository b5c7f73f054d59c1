import Contracts
import TestSupport
import Testing

/// What comes over a connection without being a request.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct UnreadableRequestTests {
    private static let post = "POST /v1/session HTTP/1.1\r\nHost: a\r\n"
    private static let json = Self.post + "Content-Type: application/json\r\n"

    @Test(arguments: [
        "nonsense\r\n\r\n",
        "GET /docs HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /docs HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n",
        "GET /docs HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n",
        "GET /docs HTTP/1.1\r\nHost: a\r\nX: b\nX-Injected: c\r\n\r\n",
        "GET /docs HTTP/3.7\r\nHost: a\r\n\r\n",
        "G\u{C4}T /docs HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /\u{FF} HTTP/1.1\r\nHost: a\r\n\r\n",
        Self.post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        Self.post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        Self.post + "Content-Length: -5\r\n\r\n",
        Self.post + "Content-Length: 99999999999999999999\r\n\r\n",
        Self.json + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        Self.json + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "GET /" + String(repeating: "a", count: 70_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
    ])
    func `what is no HTTP gets a problem and a closed connection`(text: String) async throws {
        try await withGateway { gateway async throws in
            let answer = try await RawConversation(text).hold(with: gateway)
            try self.expectBadRequest(answer)
            #expect(answer.count == 1)
            #expect(!answer.header.contains("X-Injected"))
            #expect(try await gateway.ask("getDocs").status == 200, "others are served")
        }
    }

    @Test(arguments: ["", "Host: a\r\nHost: b\r\n"])
    func `a request without a host, or with two, is refused`(hosts: String) async throws {
        try await withGateway { gateway async throws in
            let text = "GET /docs HTTP/1.1\r\n\(hosts)Connection: close\r\n\r\n"
            try self.expectBadRequest(try await RawConversation(text).hold(with: gateway))
        }
    }

    @Test func `a whole request is answered to who says that nothing follows`() async throws {
        try await withGateway { gateway async throws in
            var conversation = RawConversation("GET /docs HTTP/1.1\r\nHost: a\r\n\r\n")
            conversation.isHalfClosed = true
            #expect(try await conversation.hold(with: gateway).status == 200)
        }
    }

    @Test(arguments: ["GET /do", Self.json + "Content-Length: 50\r\n\r\n{\"name\":"])
    func `half a request gets a problem, not a failure`(text: String) async throws {
        try await withGateway { gateway async throws in
            var conversation = RawConversation(text)
            conversation.isHalfClosed = true
            try self.expectBadRequest(try await conversation.hold(with: gateway))
        }
    }

    @Test func `who sends a header letter by letter is hung up on`() async throws {
        try await withGateway(idleTime: .milliseconds(300)) { gateway async throws in
            var conversation = RawConversation("GET /docs HTTP/1.1\r\nX-Slow: ")
            conversation.pieces += Array(repeating: "a", count: 2_000)
            conversation.pause = .milliseconds(50)
            #expect(try await conversation.hold(with: gateway).status == nil)
            #expect(try await gateway.ask("getDocs").status == 200, "others are served")
        }
    }

    @Test func `requests that come at once are answered one by one, in order`() async throws {
        try await withGateway { gateway async throws in
            let first = "GET /v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n"
            let last = "GET /docs HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let answer = try await RawConversation(first + first + last).hold(with: gateway)
            #expect(answer.count == 3)
            #expect(answer.status == 404)
            #expect(answer.text.contains("HTTP/1.1 200 OK"))
        }
    }

    private func expectBadRequest(_ answer: RawAnswer) throws {
        #expect(answer.status == 400, "\(answer)")
        #expect(answer.header.contains("Content-Type: application/problem+json"), "\(answer)")
        #expect(answer.header.contains("X-Content-Type-Options: nosniff"), "\(answer)")
        let problem = try #require(try answer.problem)
        #expect(problem.knownCode == .badRequest)
        #expect(problem.traceId?.count == 32)
    }
}
