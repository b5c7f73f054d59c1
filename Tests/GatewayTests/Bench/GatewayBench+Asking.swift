import AsyncHTTPClient
import Contracts
import FoundationEssentials
import Messaging
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Gateway

extension GatewayBench {
    private static let timeout = TimeAmount.seconds(30)
    private static let maximumAnswerBytes = 4 * 1_048_576

    /// Asks for an operation as its contract writes it.
    ///
    /// - Parameter key: The `Idempotency-Key`; a command gets one of its own unless one is given.
    func ask(
        _ operation: String,
        _ path: [String: String] = [:],
        query: String = "",
        json: JSONValue? = nil,
        by visitor: Visitor = .nobody,
        match: String? = nil,
        key: String? = nil
    ) async throws -> Answer {
        let description = try #require(Operations.named(operation))
        var target = path.reduce(description.path) { $0.replacing("{\($1.key)}", with: $1.value) }
        if !query.isEmpty { target += "?\(query)" }
        var headers = visitor.headers
        if description.isCommand {
            headers.append(("Idempotency-Key", key ?? UUID().uuidString))
        }
        if let match { headers.append(("If-Match", match)) }
        var body: HTTPClientRequest.Body?
        if let json {
            headers.append(("Content-Type", "application/json"))
            body = .bytes(ByteBuffer(bytes: try MessageCoding.encode(json)))
        }
        return try await self.send(
            description.method.rawValue,
            target,
            headers: headers,
            body: body
        )
    }

    /// Sends any request, and holds the answer against the contract; whatever it is, it has the
    /// headers that every answer has.
    func send(
        _ method: String,
        _ target: String,
        headers: [(String, String)] = [],
        body: HTTPClientRequest.Body? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: self.base + target)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = body
        let response = try await self.http.execute(request, timeout: Self.timeout)
        let bytes = try await response.body.collect(upTo: Self.maximumAnswerBytes)
        let answer = Answer(
            status: Int(response.status.code),
            headers: response.headers,
            body: Array(bytes.readableBytesView)
        )
        self.expectCommonHeaders(of: answer)
        let observed = ObservedAnswer(
            method: method,
            target: target,
            status: answer.status,
            contentType: answer.header("content-type"),
            body: answer.body
        )
        let violations = self.contract.violations(of: observed)
        #expect(violations.isEmpty, "\(method) \(target): \(violations) \(answer)")
        return answer
    }

    /// Sends text as JSON, broken or not.
    func post(
        _ operation: String,
        text: String,
        type: String? = "application/json",
        by visitor: Visitor = .nobody
    ) async throws -> Answer {
        let description = try #require(Operations.named(operation))
        var headers = visitor.headers + [("Idempotency-Key", UUID().uuidString)]
        if let type { headers.append(("Content-Type", type)) }
        return try await self.send(
            description.method.rawValue,
            description.path,
            headers: headers,
            body: .bytes(ByteBuffer(string: text))
        )
    }

    private func expectCommonHeaders(of answer: Answer) {
        #expect(answer.header("x-content-type-options") == "nosniff")
        #expect(answer.header("x-frame-options") == "DENY")
        #expect(answer.header("referrer-policy") == "no-referrer")
        #expect(answer.header("content-security-policy")?.contains("default-src 'none'") == true)
        #expect(answer.header("cache-control") != nil)
        #expect(answer.header("x-request-id") != nil)
        #expect(answer.header("server") == nil)
        let isSecure = self.configuration.isTransportSecure
        #expect((answer.header("strict-transport-security") != nil) == isSecure)
        guard answer.status >= 400 else { return }
        let text = String(decoding: answer.body, as: UTF8.self)
        for inside in ["SELECT", "Swift", "Postgres", "stockbook_test", "gateway."] {
            #expect(!text.contains(inside), "the answer tells of the inside: \(text)")
        }
    }
}
