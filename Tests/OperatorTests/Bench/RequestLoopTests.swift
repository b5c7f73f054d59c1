import Contracts
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Operator

@Suite struct RequestLoopTests {
    private static let receipt = {
        var request = APIRequest(.POST, ["v1", "receipts"])
        request.body = Array(#"{"lines":[]}"#.utf8)
        return request
    }()

    private static func run(
        _ request: APIRequest,
        isCommand: Bool = true,
        clients: Int = 1,
        for duration: Duration = .milliseconds(400),
        against url: String
    ) async throws -> LoadResult {
        let gateway = try BenchGateway(url: url, key: "sbk_test")
        return try await ClosedLoop(clients: clients, warmUp: .zero, duration: duration).run(
            RequestSupply([PreparedRequest(request, to: gateway, isCommand: isCommand)]),
            against: gateway
        )
    }

    @Test func `successes are counted, each command under a key of its own`() async throws {
        let gateway = FakeGateway([], afterwards: .json("{}"))
        try await gateway.serve { url in
            let result = try await Self.run(Self.receipt, clients: 3, against: url)
            let requests = gateway.requests
            #expect(result.errors.isEmpty)
            #expect(result.operations > 0)
            #expect(result.operations == requests.count)
            #expect(result.operations == Int(result.latencies.count))
            #expect(result.elapsed > .zero)
            #expect(Set(requests.map(\.key?.count)) == [36])
            #expect(Set(requests.map(\.key)).count == requests.count)
            #expect(requests.allSatisfy { $0.target == "/v1/receipts" })
            #expect(requests.allSatisfy { $0.apiKey == "sbk_test" })
            #expect(requests.allSatisfy { $0.body == #"{"lines":[]}"# })
        }
    }

    @Test func `a question has no key`() async throws {
        let gateway = FakeGateway([], afterwards: .json("{}"))
        try await gateway.serve { url in
            let request = APIRequest(.GET, ["v1", "stock"], query: [("q", "a b")])
            let result = try await Self.run(request, isCommand: false, against: url)
            #expect(result.errors.isEmpty)
            #expect(gateway.requests.first?.target == "/v1/stock?q=a%20b")
            #expect(gateway.requests.allSatisfy { $0.key == nil && $0.body.isEmpty })
        }
    }

    @Test func `what can be sent once is sent once, and the load ends with it`() async throws {
        let gateway = FakeGateway([.problem(.wrongState)], afterwards: .json("{}"))
        let paths = (1...20).map { "/v1/lots/\($0):recall" }
        try await gateway.serve { url in
            let load = RequestLoad(
                requests: (1...20).map { APIRequest(.POST, ["v1", "lots", "\($0):recall"]) },
                isCommand: true,
                isEachOnce: true
            )
            // Longer than a test may take: what ends it is that nothing is left.
            let loop = ClosedLoop(clients: 3, warmUp: .seconds(900), duration: .seconds(900))
            let result = try await load.run(loop, against: BenchGateway(url: url, key: "sbk_test"))
            #expect(gateway.requests.map(\.target).sorted() == paths.sorted())
            #expect(result.operations == 19)
            #expect(result.errors == ["409 wrong-state": 1])
        }
    }

    @Test func `a refusal is counted by its code and not tried again`() async throws {
        let gateway = FakeGateway(
            [.problem(.insufficientStock), .nothing],
            afterwards: .json("{}")
        )
        try await gateway.serve { url in
            let result = try await Self.run(Self.receipt, against: url)
            #expect(result.errors == ["409 insufficient-stock": 1, "502 without a code": 1])
            #expect(result.operations == gateway.requests.count - 2)
        }
    }

    @Test func `where nobody listens everything fails`() async throws {
        let result = try await Self.run(Self.receipt, clients: 2, against: "http://127.0.0.1:1")
        #expect(result.operations == 0)
        #expect(result.elapsed == .zero)
        #expect(result.errors.values.reduce(0, +) >= 2)
        #expect(result.errors.keys.allSatisfy { $0.hasPrefix("no answer: ") })
    }

    @Test func `a client whose connection is closed counts it and opens another`() async throws {
        let gateway = FakeGateway([], afterwards: .json("{}"))
        try await gateway.serve { url in
            try await withFaultProxy(to: url) { proxy in
                proxy.refuse(true)
                async let load = Self.run(
                    Self.receipt,
                    for: .seconds(1),
                    against: proxy.url(url)
                )
                while proxy.attempts.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
                proxy.refuse(false)
                let result = try await load
                #expect(result.operations > 0)
                #expect(!result.errors.isEmpty)
                #expect(result.errors.keys.allSatisfy { $0.hasPrefix("no answer: ") })
            }
        }
    }

    @Test func `a request is whole, head and body`() throws {
        let gateway = try BenchGateway(url: "http://localhost:8080", key: "sbk_test")
        var memory = ByteBuffer()
        let bytes = PreparedRequest(Self.receipt, to: gateway, isCommand: false)
            .bytes(in: &memory)
        let lines = [
            "POST /v1/receipts HTTP/1.1", "host: localhost:8080", "x-api-key: sbk_test",
            "content-type: application/json", "content-length: 12", "", #"{"lines":[]}"#,
        ]
        #expect(String(buffer: bytes) == lines.joined(separator: "\r\n"))
    }

    @Test(arguments: ["https://localhost", "localhost:8080", ""])
    func `a gateway that is not reached by plain HTTP is refused`(_ url: String) {
        #expect(throws: OperatorFailure.self) { try BenchGateway(url: url, key: "sbk_test") }
    }
}
