import Contracts
import Foundation
import NIOHTTP1
import TestSupport
import Testing

@testable import Operator

@Suite struct APIClientTests {
    private struct Draft: Codable, Hashable {
        let code: String
    }

    @Test func `a request that was not answered is sent again under the same key`() async throws {
        let gateway = FakeGateway([
            .problem(.serviceUnavailable), .problem(.requestInFlight), .nothing,
            .json(#"{"code":"LDN"}"#),
        ])
        try await gateway.run { api in
            let answer = try await api.post(["v1", "locations"], key: "k-1", Draft(code: "LDN"))
            #expect(try answer.decode(Draft.self) == Draft(code: "LDN"))
        }
        let requests = gateway.requests
        #expect(requests.map(\.key) == Array(repeating: "k-1", count: 4))
        #expect(Set(requests.map(\.body)).count == 1)
        #expect(requests.allSatisfy { $0.apiKey == "sbk_test" })
    }

    @Test func `a refusal is final and names the field`() async throws {
        let problem = Problem.validation("/code", rule: "length", "code has 1 to 64 characters.")
        let gateway = FakeGateway([.refusal(problem)])
        try await gateway.run { api in
            let failure = try await #require(throws: APIFailure.self) {
                try await api.post(["v1", "locations"], key: "k-1", Draft(code: ""))
            }
            #expect(failure.problem == problem)
            #expect(failure.description.contains("/code code has 1 to 64 characters."))
        }
        #expect(gateway.requests.count == 1)
    }

    @Test func `what another service has not heard of is asked again under another key`()
        async throws
    {
        let gateway = FakeGateway([.problem(.unknownVariant), .json("{}")])
        try await gateway.run { api in
            try await api.postOnceKnown(["v1", "adjustments"], Draft(code: "LDN"))
        }
        #expect(Set(gateway.requests.map(\.key)).count == 2)
    }

    @Test func `a list is read to its end`() async throws {
        let gateway = FakeGateway([
            .json(#"{"items":[{"code":"a"},{"code":"b"}],"next":"x/+="}"#),
            .json(#"{"items":[{"code":"c"}]}"#),
        ])
        try await gateway.run { api in
            let items = try await api.list(
                ["v1", "locations"],
                query: [("q", "ä b")],
                of: Draft.self
            )
            #expect(items.map(\.code) == ["a", "b", "c"])
        }
        #expect(
            gateway.requests.map(\.target) == [
                "/v1/locations?q=%C3%A4%20b&limit=500",
                "/v1/locations?q=%C3%A4%20b&limit=500&cursor=x%2F%2B%3D",
            ]
        )
    }

    @Test func `a step of a path is one step, whatever it holds`() {
        let request = APIRequest(.GET, ["v1", "stock", "A/B 50%?"])
        #expect(request.target == "/v1/stock/A%2FB%2050%25%3F")
    }
}
