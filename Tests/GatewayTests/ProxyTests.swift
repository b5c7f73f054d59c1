import Contracts
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ProxyTests {
    private static let rates = [
        "STOCKBOOK_SIGNIN_RATE_BURST": "2", "STOCKBOOK_SIGNIN_RATE_MINUTE": "1",
    ]

    @Test func `behind a trusted proxy each client has attempts of its own`() async throws {
        let settings = Self.rates.merging(["STOCKBOOK_HTTP_PROXIES": "127.0.0.0/8, ::1"]) { $1 }
        try await withGateway(settings) { gateway in
            let first = Visitor.nobody.with("X-Forwarded-For", "203.0.113.9, 198.51.100.1")
            let second = Visitor.nobody.with("X-Forwarded-For", "198.51.100.2")
            for _ in 0..<2 { #expect(try await gateway.signIn("ada", by: first).status == 401) }
            #expect(try await gateway.signIn("ada", by: first).status == 429)
            #expect(try await gateway.signIn("ada", by: second).status == 401)
            try await eventually("the trail knows the addresses") {
                try await gateway.value(
                    """
                    SELECT coalesce(
                        array_agg(DISTINCT address ORDER BY address)
                            = ARRAY['198.51.100.1', '198.51.100.2'],
                        false
                    )
                    FROM audit
                    """
                ) == true
            }
        }
    }

    @Test func `nobody else is believed`() async throws {
        try await withGateway(Self.rates) { gateway in
            var statuses: [Int] = []
            for number in 1...3 {
                let liar = Visitor.nobody.with("X-Forwarded-For", "198.51.100.\(number)")
                statuses.append(try await gateway.signIn("ada", by: liar).status)
            }
            #expect(statuses == [401, 401, 429])
        }
    }

    @Test(arguments: ["10.0.0.0/40", "load-balancer", "10.0.0.1;10.0.0.2"])
    func `a proxy that is no address is refused at start`(text: String) {
        #expect(throws: ConfigurationError.self) {
            try GatewayConfiguration.standard(["STOCKBOOK_HTTP_PROXIES": text])
        }
    }
}
