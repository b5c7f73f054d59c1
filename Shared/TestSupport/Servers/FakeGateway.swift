package import Contracts
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A gateway that answers as it was told, one answer after the other.
package final class FakeGateway: Sendable {
    /// What it answers.
    package enum Answer: Sendable {
        case json(String)
        /// A page of a table, and where the next one is.
        case table(String, next: String?)
        case refusal(Problem)
        /// An answer with headers of its own.
        case headed(String, [String: String])
        /// An answer that is none of ours, as from something in between.
        case nothing

        package static func problem(_ code: ProblemCode) -> Answer { .refusal(Problem(code)) }
    }

    /// What it was asked: the parts of a request that tests look at.
    package struct Received: Sendable {
        package let target: String
        package let key: String?
        package let apiKey: String?
        package let cookie: String?
        package let csrfToken: String?
        /// The version that it is about.
        package let version: String?
        package let accept: String?
        package let body: String
    }

    private struct State {
        var answers: [Answer]
        var requests: [Received] = []
    }

    private let state: Mutex<State>
    /// What is answered after all answers.
    private let afterwards: Answer

    package init(_ answers: [Answer], afterwards: Answer = .nothing) {
        self.state = Mutex(State(answers: answers))
        self.afterwards = afterwards
    }

    package var requests: [Received] { self.state.withLock { $0.requests } }

    /// Runs the gateway while `body` talks to its URL.
    package func serve(_ body: @Sendable (_ url: String) async throws -> Void) async throws {
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: CallbackResponder { (request: Request, _: BasicRequestContext) in
                try await self.respond(to: request)
            },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                found.yield(channel.localAddress?.port ?? 0)
            },
            logger: Logger(label: "fake-gateway") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            defer { group.cancelAll() }
            for await port in ports {
                try await body("http://127.0.0.1:\(port)")
                break
            }
        }
    }

    private func respond(to request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let header = { (name: String) in HTTPField.Name(name).flatMap { request.headers[$0] } }
        let received = Received(
            target: request.uri.string,
            key: header("Idempotency-Key"),
            apiKey: header("X-API-Key"),
            cookie: header("Cookie"),
            csrfToken: header("X-CSRF-Token"),
            version: header("If-Match"),
            accept: request.headers[.accept],
            body: String(buffer: body)
        )
        let answer = self.state.withLock { state in
            state.requests.append(received)
            return state.answers.isEmpty ? self.afterwards : state.answers.removeFirst()
        }
        switch answer {
        case .nothing:
            return Response(status: .badGateway)
        case .json(let text):
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
        case .table(let text, let next):
            var response = Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
            if let next, let link = HTTPField.Name("Link") {
                response.headers[link] = "<\(next)>; rel=\"next\""
            }
            return response
        case .headed(let text, let headers):
            var response = Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
            for (name, value) in headers {
                if let name = HTTPField.Name(name) { response.headers[name] = value }
            }
            return response
        case .refusal(let problem):
            let bytes = try JSONEncoder().encode(problem)
            return Response(
                status: .init(code: problem.status),
                body: .init(byteBuffer: ByteBuffer(bytes: bytes))
            )
        }
    }
}
