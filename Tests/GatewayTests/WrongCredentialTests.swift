import Contracts
import GatewayDomain
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct WrongCredentialTests {
    private static let settings = [
        "STOCKBOOK_CREDENTIAL_RATE_BURST": "3", "STOCKBOOK_CREDENTIAL_RATE_MINUTE": "1",
    ]

    @Test func `guessing credentials from one address has to wait`() async throws {
        try await withGateway(Self.settings) { gateway in
            for number in 0..<3 {
                #expect(try await gateway.ask("listRoles", by: Self.wrong(number)).status == 401)
            }
            let refused = try await gateway.ask("listRoles", by: Self.wrong(3))
            #expect(refused.status == 429)
            #expect(refused.code == "too-many-requests")
            #expect(refused.header("retry-after") != nil)
            #expect(try await gateway.ask("getDocs").status == 200, "others do not wait")
        }
    }

    @Test func `one wrong credential that is shown again and again locks nobody out`()
        async throws
    {
        try await withGateway(Self.settings) { gateway in
            let ada = try await gateway.newcomer("ada")
            let statuses = try await (0..<20).asyncMap { _ in
                try await gateway.ask("listRoles", by: Self.wrong(0)).status
            }
            #expect(Set(statuses) == [401])
            #expect(try await gateway.ask("listRoles", by: ada).status == 200)
        }
    }

    @Test func `who is known is not kept out by the guesses of a neighbour`() async throws {
        try await withGateway(Self.settings) { gateway in
            let ada = try await gateway.newcomer("ada")
            #expect(try await gateway.ask("listRoles", by: ada).status == 200)
            for number in 0..<4 { _ = try await gateway.ask("listRoles", by: Self.wrong(number)) }
            #expect(try await gateway.ask("listRoles", by: ada).status == 200)
        }
    }

    @Test func `a wrong credential counts like none for its address`() async throws {
        let settings = ["STOCKBOOK_HTTP_RATE_BURST": "2", "STOCKBOOK_HTTP_RATE_SECOND": "1"]
        try await withGateway(settings) { gateway in
            let statuses = try await (0..<8).asyncMap { _ in
                try await gateway.ask("listRoles", by: .token("no token at all")).status
            }
            #expect(statuses.contains(429))
        }
    }

    private static func wrong(_ number: Int) -> Visitor {
        .key(OpaqueToken(.apiKey, secret: Array(repeating: UInt8(number), count: 32)).text)
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(
        _ transform: (Element) async throws -> Result
    ) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
