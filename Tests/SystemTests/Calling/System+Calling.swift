import AsyncHTTPClient
import Contracts
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Operator

extension System {
    /// How long one request may take; a debug build on a busy machine is slow.
    static let requestTimeout = TimeAmount.seconds(60)
    static let maximumAnswerBytes = 16 * 1_048_576
    /// How long a fact may take from one service to another.
    static let newsLimit = Duration.seconds(30)

    /// Codes of refusals that may come from asking before the news has arrived.
    private static let unheard: Set<ProblemCode> = [.unknownVariant, .unknownLocation]

    /// Sends a request and holds the answer against the contract.
    func call(_ call: Call, by caller: Caller) async throws -> Answer {
        let answer = try await self.exchange(call, by: caller)
        let violations = self.contract.violations(
            of: ObservedAnswer(
                method: call.request.method.rawValue,
                target: call.request.target,
                status: answer.status,
                contentType: answer.header("content-type"),
                body: answer.body
            )
        )
        #expect(
            violations.isEmpty,
            """
            \(call.operation.id) by \(caller.name): \(violations)
            \(answer.status) \(answer.bodyText)
            """
        )
        return answer
    }

    /// Sends a request that has to succeed.
    @discardableResult
    func succeed(_ call: Call, by caller: Caller) async throws -> Answer {
        let answer = try await self.call(call, by: caller)
        guard answer.isSuccess else { throw Unexpected(call: call, caller: caller, answer: answer) }
        return answer
    }

    /// Has the administrator do something that may have to wait for news of what was just made.
    @discardableResult
    func make(
        _ operation: String,
        _ path: [String: String] = [:],
        query: [(String, String)] = [],
        json: JSONValue? = nil
    ) async throws -> Answer {
        let deadline = ContinuousClock.now + Self.newsLimit
        while true {
            let call = try Call(operation, path, query: query, json: json)
            let answer = try await self.call(call, by: self.admin)
            if answer.isSuccess { return answer }
            guard try Self.isUnheard(answer), .now < deadline else {
                throw Unexpected(call: call, caller: self.admin, answer: answer)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Whether an answer may be another once news has arrived.
    private static func isUnheard(_ answer: Answer) throws -> Bool {
        guard !answer.isSuccess else { return false }
        let problem = try answer.decode(Problem.self)
        let rules = problem.errors.map(\.rule)
        return problem.knownCode.map(self.unheard.contains) == true
            || rules.contains { $0.hasPrefix("unknown-") }
    }

    private func exchange(_ call: Call, by caller: Caller) async throws -> Answer {
        var outgoing = HTTPClientRequest(
            url: "http://\(Suite.host):\(self.ports.gateway)\(call.request.target)"
        )
        outgoing.method = call.request.method
        for (name, value) in caller.headers { outgoing.headers.add(name: name, value: value) }
        if let key = call.request.idempotencyKey {
            outgoing.headers.add(name: "idempotency-key", value: key)
        }
        if let version = call.request.version {
            outgoing.headers.add(name: "if-match", value: version)
        }
        if !call.request.body.isEmpty {
            outgoing.headers.add(name: "content-type", value: call.request.contentType)
            outgoing.body = .bytes(ByteBuffer(bytes: call.request.body))
        }
        let head = try await self.http.execute(outgoing, timeout: Self.requestTimeout)
        let body = try await head.body.collect(upTo: Self.maximumAnswerBytes)
        return Answer(
            status: Int(head.status.code),
            headers: head.headers.map { ($0.name, $0.value) },
            body: Array(body.readableBytesView)
        )
    }
}

/// An answer other than the one that a test cannot go on without.
struct Unexpected: Error, CustomStringConvertible {
    let call: Call
    let caller: Caller
    let answer: Answer

    var description: String {
        "\(self.call.operation.id) by \(self.caller.name): "
            + "\(self.answer.status) \(self.answer.bodyText)"
    }
}
