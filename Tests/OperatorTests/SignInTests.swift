import Contracts
import TestSupport
import Testing

@testable import Operator

@Suite struct SignInTests {
    @Test func `who has signed in asks with the cookie and the token, and not with the key`()
        async throws
    {
        let cookie = "stockbook_session=abc; Path=/; HttpOnly"
        let gateway = FakeGateway([
            .headed(#"{"csrfToken": "csrf"}"#, ["Set-Cookie": cookie]), .json("{}"), .json("{}"),
        ])
        try await gateway.run { api in
            let somebody = try await api.signIn(as: "ann", password: "secret")
            try await somebody.post(["v1", "counts"], key: "k-1", JSONValue.object([:]))
            try await api.post(["v1", "counts"], key: "k-1", JSONValue.object([:]))
        }
        let requests = gateway.requests
        #expect(requests.map(\.apiKey) == [nil, nil, "sbk_test"])
        #expect(requests.map(\.cookie) == [nil, "stockbook_session=abc", nil])
        #expect(requests.map(\.csrfToken) == [nil, "csrf", nil])
        #expect(requests[0].body == #"{"name":"ann","password":"secret"}"#)
    }

    @Test func `a change is asked for by the version that was read, until nobody came between`()
        async throws
    {
        let gateway = FakeGateway([
            .headed("{}", ["ETag": "\"1\""]), .problem(.preconditionFailed),
            .headed("{}", ["ETag": "\"2\""]), .json("{}"),
        ])
        try await gateway.run { api in
            try await api.change(["v1", "users", "u"], ["status": "disabled"] as JSONValue)
        }
        #expect(gateway.requests.map(\.version) == [nil, "\"1\"", nil, "\"2\""])
        #expect(
            gateway.requests.map(\.body) == [
                "", #"{"status":"disabled"}"#, "", #"{"status":"disabled"}"#,
            ]
        )
    }

    @Test func `a change that is refused is not asked for again`() async throws {
        let gateway = FakeGateway([.headed("{}", ["ETag": "\"1\""]), .problem(.forbidden)])
        try await gateway.run { api in
            let failure = try await #require(throws: APIFailure.self) {
                try await api.change(["v1", "users", "u"], ["status": "disabled"] as JSONValue)
            }
            #expect(failure.problem?.knownCode == .forbidden)
        }
        #expect(gateway.requests.count == 2)
    }
}
