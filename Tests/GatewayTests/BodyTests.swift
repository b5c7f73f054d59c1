import AsyncHTTPClient
import Contracts
import NIOCore
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct BodyTests {
    @Test(arguments: ["", "{", "[1,", "{\"name\":}", "\u{FEFF}nonsense", "null", "17", "[]"])
    func `a body that is no document is refused`(text: String) async throws {
        try await withGateway { gateway in
            let answer = try await gateway.post("signIn", text: text)
            #expect([400, 422].contains(answer.status), "\(answer)")
        }
    }

    @Test func `a member that the operation does not have is named`() async throws {
        try await withGateway { gateway in
            let answer = try await gateway.ask(
                "signIn",
                json: ["name": "ada", "password": "x", "remember": true]
            )
            #expect(answer.status == 422)
            #expect(answer.pointers == ["/remember"])
        }
    }

    @Test func `a member of another type is named`() async throws {
        try await withGateway { gateway in
            let answer = try await gateway.ask("signIn", json: ["name": 17, "password": "x"])
            #expect(answer.status == 422)
            #expect(answer.pointers == ["/name"])
            let missing = try await gateway.ask("signIn", json: ["name": "ada"])
            #expect(missing.pointers == ["/password"])
        }
    }

    @Test func `a member that is null, or text that cannot be kept, is named`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let refused = try await gateway.ask(
                "createUser",
                json: ["name": "grace", "displayName": "G.\0", "role": "viewer", "email": .null],
                by: ada
            )
            #expect(refused.status == 422)
            #expect(refused.pointers == ["/displayName"])
            let without = try await gateway.ask(
                "createUser",
                json: ["name": "grace", "displayName": "G.", "role": "viewer", "email": .null],
                by: ada
            )
            #expect(without.pointers == ["/email"])
            let key = try await gateway.newKey(by: ada)
            let token = try await gateway.post("createToken", text: "null", by: .key(key.secret))
            #expect(token.status == 422)
        }
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "text/json", nil])
    func `a body of another type is 415`(type: String?) async throws {
        try await withGateway { gateway in
            let body = #"{"name":"ada","password":"x"}"#
            let answer = try await gateway.post("signIn", text: body, type: type)
            #expect(answer.status == 415)
            #expect(answer.code == "unsupported-media-type")
        }
    }

    @Test func `parameters of the type do not matter`() async throws {
        try await withGateway { gateway in
            let body = #"{"name":"ada","password":"x"}"#
            let type = "Application/JSON; charset=utf-8"
            let answer = try await gateway.post("signIn", text: body, type: type)
            #expect(answer.code == "invalid-credentials")
        }
    }

    @Test func `JSON is nested only so deep`() async throws {
        try await withGateway { gateway in
            let deep = String(repeating: "[", count: 50_000)
            let answer = try await gateway.post("signIn", text: #"{"name":\#(deep)"#)
            #expect(answer.status == 400)
        }
    }

    @Test func `a body that says it is too large is not read`() async throws {
        try await withGateway(["STOCKBOOK_HTTP_BODY_BYTES": "1024"]) { gateway in
            let text = String(repeating: " ", count: 1_025)
            let answer = try await gateway.post("signIn", text: text)
            #expect(answer.status == 413)
            #expect(answer.code == "payload-too-large")
        }
    }

    @Test func `a body that turns out to be too large is not read to its end`() async throws {
        try await withGateway(["STOCKBOOK_HTTP_BODY_BYTES": "1024"]) { gateway in
            let chunks = AsyncStream<ByteBuffer> { continuation in
                for _ in 0..<8 { continuation.yield(ByteBuffer(repeating: 0x20, count: 512)) }
                continuation.finish()
            }
            let answer = try await gateway.send(
                "POST",
                "/v1/session",
                headers: [("Content-Type", "application/json")],
                body: .stream(chunks, length: .unknown)
            )
            #expect(answer.status == 413)
        }
    }

    @Test func `a body that does not arrive in time is 408`() async throws {
        try await withGateway(bodyTime: .milliseconds(100)) { gateway in
            let (chunks, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
            continuation.yield(ByteBuffer(string: "{"))
            let answer = try await gateway.send(
                "POST",
                "/v1/session",
                headers: [("Content-Type", "application/json")],
                body: .stream(chunks, length: .known(Int64(100)))
            )
            continuation.finish()
            #expect(answer.status == 408)
            #expect(answer.code == "request-timeout")
            #expect(try await gateway.ask("getDocs").status == 200, "others are served")
        }
    }
}
