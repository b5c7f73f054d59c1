import Contracts
import Messaging
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Gateway

/// Requests and answers on the wire, where they are not one packet after the other.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct GatewayConnectionTests {
    private static let docs = "GET /docs HTTP/1.1\r\nHost: a\r\n"
    private static let last = Self.docs + "Connection: close\r\n\r\n"
    private static let signIn = "POST /v1/session HTTP/1.1\r\nHost: a\r\n"

    @Test func `a body may come after its head, in pieces`() async throws {
        try await withGateway { gateway async throws in
            var conversation = RawConversation(
                Self.signIn + "Content-Type: application/json\r\nContent-Length: 29\r\n",
                "Connection: close\r\n\r\n",
                #"{"name":"ada","#,
                #""password":"x"}"#
            )
            conversation.pause = .milliseconds(20)
            let answer = try await conversation.hold(with: gateway)
            #expect(answer.status == 401, "\(answer)")
            #expect(try answer.problem?.knownCode == .invalidCredentials)
        }
    }

    @Test(arguments: [[], ["0123456789", "0123456789"]])
    func `a body that nobody wants is passed over`(pieces: [String]) async throws {
        try await withGateway { gateway async throws in
            let unwanted = "POST /v1/users HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n"
            var conversation = RawConversation(unwanted)
            conversation.pieces += pieces.isEmpty ? ["01234567890123456789"] : pieces
            conversation.pieces += [Self.last]
            conversation.pause = pieces.isEmpty ? .zero : .milliseconds(20)
            let answer = try await conversation.hold(with: gateway)
            #expect(answer.status == 401)
            #expect(answer.count == 2)
            #expect(answer.text.contains("HTTP/1.1 200 OK"))
        }
    }

    @Test func `what is no HTTP does not take the answer to what was`() async throws {
        try await withGateway { gateway async throws in
            let text = Self.docs + "\r\n" + "nonsense\r\n\r\n"
            let answer = try await RawConversation(text).hold(with: gateway)
            #expect(answer.status == 200)
            #expect(answer.count == 2)
            #expect(answer.text.contains("HTTP/1.1 400 Bad Request"))
        }
    }

    @Test func `what follows a head that cannot be read does not take the answer`() async throws {
        try await withGateway { gateway async throws in
            let many = (0..<150).map { "X-Header-\($0): a\r\n" }.joined()
            var conversation = RawConversation(Self.docs + many, many, many + "\r\n")
            conversation.pause = .milliseconds(20)
            let answer = try await conversation.hold(with: gateway)
            #expect(answer.status == 400)
            #expect(answer.header.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test func `any number of requests may come at once`() async throws {
        try await withGateway { gateway async throws in
            let request = "GET /v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n"
            let text = String(repeating: request, count: 300) + Self.last
            let answer = try await RawConversation(text).hold(with: gateway)
            #expect(answer.count == 301)
        }
    }

    @Test func `who speaks HTTP 1_0 is answered and hung up on`() async throws {
        try await withGateway { gateway async throws in
            let text = "GET /docs HTTP/1.0\r\nHost: a\r\n\r\n"
            let answer = try await RawConversation(text).hold(with: gateway)
            #expect(answer.status == 200)
            #expect(answer.header.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test(arguments: [
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n",
        "Connection: keep-alive\r\nConnection: upgrade\r\nUpgrade: websocket\r\n",
    ])
    func `who offers another protocol is answered in this one and hung up on`(
        offer: String
    ) async throws {
        // Long before the connection would be idle, and whatever may follow.
        try await withGateway(idleTime: .seconds(600)) { gateway async throws in
            for rest in ["", Self.docs + "\r\n"] {
                let text = Self.docs + offer + "\r\n" + rest
                let answer = try await RawConversation(text).hold(with: gateway)
                #expect(answer.status == 200)
                #expect(answer.count == 1)
                #expect(answer.header.contains("\r\nConnection: close\r\n"))
            }
        }
    }

    @Test func `an offer that is not for this connection changes nothing`() async throws {
        try await withGateway { gateway async throws in
            let text = Self.docs + "Upgrade: h2c\r\n\r\n" + Self.last
            #expect(try await RawConversation(text).hold(with: gateway).count == 2)
        }
    }

    @Test func `a target may be written as for a proxy`() async throws {
        try await withGateway { gateway async throws in
            let text = "GET http://a.example/docs HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            #expect(try await RawConversation(text).hold(with: gateway).status == 200)
        }
    }

    @Test func `HEAD gets the headers alone`() async throws {
        try await withGateway { gateway async throws in
            let text = "HEAD /docs HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let answer = try await RawConversation(text).hold(with: gateway)
            #expect(answer.status == 200)
            #expect(answer.text.hasSuffix("\r\n\r\n"))
            let length = try #require(answer.header.firstRange(of: "Content-Length: "))
            #expect(answer.header[length.upperBound...].first != "0")
        }
    }

    @Test func `who only listens is hung up on in time`() async throws {
        try await withGateway(idleTime: .milliseconds(200)) { gateway async throws in
            let conversation = RawConversation(Self.docs + "\r\n")
            #expect(try await conversation.hold(with: gateway).count == 1)
        }
    }
}

/// What is written and read without a connection.
struct WireTests {
    @Test func `a header of an answer cannot begin another`() {
        let answer = OperationResponse(
            status: 200,
            headers: [("ETag", "a\r\nX-Injected: b\0"), ("X y", "c"), ("", "d")],
            body: Array("body".utf8)
        )
        var bytes = AnswerBytes(answer)
        bytes.end(with: answer.body)
        #expect(
            String(buffer: bytes.buffer)
                == "HTTP/1.1 200 OK\r\nETag: a  X-Injected: b \r\nContent-Length: 4\r\n\r\nbody"
        )
    }

    @Test func `an answer without a body says nothing of its length`() {
        var bytes = AnswerBytes(.noContent)
        bytes.end(with: [])
        #expect(String(buffer: bytes.buffer) == "HTTP/1.1 204 No Content\r\n\r\n")
    }

    @Test(arguments: [
        ("/a/b", "/a/b", nil), ("/a?b=c?d", "/a", "b=c?d"), ("/a?", "/a", ""),
        ("/a?b#c", "/a", "b"), ("http://h/a?b", "/a", "b"), ("http://h", "/", nil),
        ("http://h?b", "/", "b"), ("*", "*", nil), ("//h/a", "//h/a", nil),
    ])
    func `a target has a path and perhaps a query`(text: String, path: String, query: String?) {
        let target = RequestTarget(text)
        #expect(target.path == path)
        #expect(target.query.map { String($0) } == query)
    }

    @Test func `names of headers may be in any case, and values are joined`() {
        let headers = RequestHeaders(
            HTTPHeaders([
                ("HOST", "a"), ("Accept", "b"), ("aCCEPT", "c"), ("Cookie", "x=1; y=2"),
                ("cookie", "z=3=4; y=5"), ("x-csrf-toke\u{4e}", "d"), ("x-csrf-tok\u{0e}n", "e"),
            ])
        )
        #expect(headers.value(of: .host) == "a")
        #expect(headers.value(of: .accept) == "b, c")
        #expect(headers.value(of: .csrfToken) == "d")
        #expect(headers.value(of: .ifMatch) == nil)
        #expect(headers.cookie(named: "x") == "1")
        #expect(headers.cookie(named: "y") == "2")
        #expect(headers.cookie(named: "z") == "3=4")
        #expect(headers.cookie(named: "a") == nil)
    }
}
