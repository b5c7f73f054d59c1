import AsyncHTTPClient
import Contracts
import Foundation
import NIOCore
import NIOHTTP1

/// The gateway, as this tool sees it: signed in with the operator's own API key, or as somebody.
///
/// A request whose answer was lost is sent again with the same `Idempotency-Key`, so services may be
/// restarted meanwhile.
struct APIClient: Sendable {
    static let requestTimeout = TimeAmount.seconds(60)
    /// How long one request is tried; a service that is restarted is back long before.
    static let patience = Duration.seconds(90)
    static let maximumAnswerBytes = 32 * 1_048_576
    /// Pages of one list.
    static let maximumPages = 10_000
    static let pageSize = 500

    private let base: String
    /// What goes with each request and says who asks.
    private let credentials: [(name: String, value: String)]
    private let client: HTTPClient

    init(base: String, key: String, client: HTTPClient = .shared) {
        self.init(base: base, credentials: [("x-api-key", key)], client: client)
    }

    private init(base: String, credentials: [(String, String)], client: HTTPClient) {
        self.base = base
        self.credentials = credentials
        self.client = client
    }

    /// The same gateway, asked by somebody else.
    func with(_ credentials: [(String, String)]) -> APIClient {
        APIClient(base: self.base, credentials: credentials, client: self.client)
    }

    /// Sends `request` until it is answered.
    ///
    /// - Throws: ``APIFailure``, when it is refused or ``patience`` ends.
    func send(_ request: APIRequest) async throws -> APIAnswer {
        var pauses = RetryPauses(until: .now + Self.patience)
        while true {
            let failed: Failed
            switch try await self.outcome(of: request) {
            case .answered(let answer): return answer
            case .failed(let found): failed = found
            }
            guard failed.isWorthRepeating, try await pauses.wait(failed.asked) else {
                throw APIFailure(
                    request: "\(request.method) \(request.target)",
                    reason: failed.reason,
                    attempts: max(1, pauses.attempts)
                )
            }
        }
    }

    private struct Failed {
        let reason: APIFailure.Reason
        let isWorthRepeating: Bool
        /// How long the server wants to have waited.
        var asked: Duration?
    }

    private enum Outcome {
        case answered(APIAnswer)
        case failed(Failed)
    }

    /// One attempt.
    private func outcome(of request: APIRequest) async throws -> Outcome {
        let (head, body): (HTTPClientResponse, [UInt8])
        do {
            (head, body) = try await self.attempt(request)
        } catch let error where !(error is CancellationError) {
            return .failed(Failed(reason: .unreachable("\(error)"), isWorthRepeating: true))
        }
        guard !(200..<300).contains(head.status.code) else {
            return .answered(
                APIAnswer(
                    status: Int(head.status.code),
                    body: body,
                    version: head.headers.first(name: "etag"),
                    isReplayed: head.headers.first(name: "idempotency-replayed") == "true",
                    link: head.headers.first(name: "link"),
                    cookie: head.headers.first(name: "set-cookie")
                )
            )
        }
        let reason = Self.refusal(head, body)
        return .failed(
            Failed(
                reason: reason,
                isWorthRepeating: Self.isWorthRepeating(head.status, reason),
                asked: head.headers.first(name: "retry-after").flatMap(Int.init)
                    .map(Duration.seconds)
            )
        )
    }

    private func attempt(
        _ request: APIRequest
    ) async throws -> (head: HTTPClientResponse, body: [UInt8]) {
        var outgoing = HTTPClientRequest(url: self.base + request.target)
        outgoing.method = request.method
        for (name, value) in self.credentials { outgoing.headers.add(name: name, value: value) }
        outgoing.headers.add(name: "accept", value: request.accept)
        if let key = request.idempotencyKey {
            outgoing.headers.add(name: "idempotency-key", value: key)
        }
        if let version = request.version {
            outgoing.headers.add(name: "if-match", value: version)
        }
        if !request.body.isEmpty {
            outgoing.headers.add(name: "content-type", value: request.contentType)
            outgoing.body = .bytes(ByteBuffer(bytes: request.body))
        }
        let head = try await self.client.execute(outgoing, timeout: Self.requestTimeout)
        let body = try await head.body.collect(upTo: Self.maximumAnswerBytes)
        return (head, Array(body.readableBytesView))
    }

    private static func refusal(_ head: HTTPClientResponse, _ body: [UInt8]) -> APIFailure.Reason {
        do {
            return .refused(try JSONDecoder().decode(Problem.self, from: Data(body)))
        } catch {
            // Not one of our problems, so it came from something in between.
            return .unreachable("status \(head.status.code)")
        }
    }

    /// Whether the same request may be answered otherwise in a while.
    private static func isWorthRepeating(
        _ status: HTTPResponseStatus,
        _ reason: APIFailure.Reason
    ) -> Bool {
        switch status.code {
        case 408, 429, 500...599: return true
        case 409:
            guard case .refused(let problem) = reason else { return false }
            return problem.knownCode == .requestInFlight
        default: return false
        }
    }
}
