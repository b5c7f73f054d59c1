import AsyncHTTPClient
import Contracts
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// The gateway as a load asks it: over connections that stay open, and every request once.
///
/// There is no second attempt: what fails is a failure of the figure.
struct BenchGateway: Sendable {
    static let requestTimeout = TimeAmount.seconds(30)
    static let idleTimeout = TimeAmount.seconds(60)
    static let maximumAnswerBytes = 4 * 1_048_576

    let base: String
    let key: String
    let client: HTTPClient

    /// A client with a connection for each of `clients`.
    static func client(for clients: Int) -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool = HTTPClient.Configuration.ConnectionPool(
            idleTimeout: Self.idleTimeout,
            concurrentHTTP1ConnectionsPerHostSoftLimit: clients
        )
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Sends one request and reads its answer to the end.
    ///
    /// - Throws: ``LoadFailure`` for anything but a 2xx.
    func send(_ request: APIRequest) async throws {
        var outgoing = HTTPClientRequest(url: self.base + request.target)
        outgoing.method = request.method
        outgoing.headers.add(name: "x-api-key", value: self.key)
        if let key = request.idempotencyKey {
            outgoing.headers.add(name: "idempotency-key", value: key)
        }
        if !request.body.isEmpty {
            outgoing.headers.add(name: "content-type", value: request.contentType)
            outgoing.body = .bytes(ByteBuffer(bytes: request.body))
        }
        let (status, body) = try await self.answer(to: outgoing)
        guard !(200..<300).contains(status) else { return }
        // What is not one of our problems comes from something in between and has no code.
        let problem = try? JSONDecoder().decode(Problem.self, from: Data(body.readableBytesView))
        throw LoadFailure("\(status) \(problem?.code ?? "without a code")")
    }

    private func answer(to request: HTTPClientRequest) async throws -> (UInt, ByteBuffer) {
        do {
            let head = try await self.client.execute(request, timeout: Self.requestTimeout)
            let body = try await head.body.collect(upTo: Self.maximumAnswerBytes)
            return (head.status.code, body)
        } catch let error where !(error is CancellationError) {
            throw LoadFailure("no answer: \(error)")
        }
    }
}
