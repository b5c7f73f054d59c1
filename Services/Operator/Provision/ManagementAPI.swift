import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The broker's management API, as its administrator.
struct ManagementAPI: Sendable {
    static let timeout = TimeAmount.seconds(30)
    /// The longest answer that is read; a list of queues has about a kilobyte each.
    static let maximumAnswerBytes = 16 * 1_048_576

    private let base: ServerURL
    private let client: HTTPClient

    init(_ url: ServerURL, client: HTTPClient) {
        self.base = url
        self.client = client
    }

    /// Adds what `definitions` describes, and leaves everything else as it is.
    func importDefinitions(_ definitions: String) async throws {
        _ = try await self.send(.POST, "definitions", body: definitions)
    }

    /// Every queue of every virtual host.
    func queues() async throws -> [QueueDepth] {
        let columns = "vhost,name,messages,messages_unacknowledged,consumers"
        let answer = try await self.send(.GET, "queues?disable_stats=false&columns=\(columns)")
        return try JSONDecoder().decode([QueueDepth].self, from: answer)
    }

    /// The broker's own version.
    func version() async throws -> String {
        struct Overview: Decodable {
            let version: String

            enum CodingKeys: String, CodingKey {
                case version = "rabbitmq_version"
            }
        }
        let answer = try await self.send(.GET, "overview?columns=rabbitmq_version")
        return try JSONDecoder().decode(Overview.self, from: answer).version
    }

    /// Everyone who may sign in to the broker.
    func userNames() async throws -> Set<String> {
        struct User: Decodable {
            let name: String
        }
        let answer = try await self.send(.GET, "users?columns=name")
        return Set(try JSONDecoder().decode([User].self, from: answer).map(\.name))
    }

    /// Every connection that the broker knows of; one that is seconds old may be missing.
    func connections() async throws -> [BrokerClient] {
        let answer = try await self.send(.GET, "connections?columns=name,user")
        return try JSONDecoder().decode([BrokerClient].self, from: answer)
    }

    /// Closes a connection; one that is closed already stays so.
    func close(_ connection: BrokerClient) async throws {
        _ = try await self.send(
            .DELETE,
            "connections/\(connection.pathName)",
            tolerating: .notFound
        )
    }

    /// Creates or replaces what is at `path`.
    func put(_ path: [String], _ body: some Encodable) async throws {
        let text = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
        _ = try await self.send(.PUT, path.joined(separator: "/"), body: text)
    }

    /// Removes what is at `path`.
    func delete(_ path: [String]) async throws {
        _ = try await self.send(.DELETE, path.joined(separator: "/"))
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        body: String? = nil,
        tolerating tolerated: HTTPResponseStatus? = nil
    ) async throws -> Data {
        let (user, password) = self.base.credentials
        let url = self.base.withoutCredentials.description
        var request = HTTPClientRequest(url: "\(url)/api/\(path)")
        request.method = method
        let credentials = Data("\(user):\(password)".utf8).base64EncodedString()
        request.headers.add(name: "authorization", value: "Basic \(credentials)")
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response: HTTPClientResponse
        do {
            response = try await self.client.execute(request, timeout: Self.timeout)
        } catch {
            throw OperatorFailure(
                "the broker's management API at \(url) does not answer: \(error)",
                next: "./stockbook up starts it; one of your own needs the management plugin"
            )
        }
        let answer = try await response.body.collect(upTo: Self.maximumAnswerBytes)
        guard (200..<300).contains(response.status.code) || response.status == tolerated else {
            let text = String(buffer: answer)
            throw OperatorFailure(
                "\(method) /api/\(path) answers \(response.status.code): \(text)",
                next: "check that the user \(user) has the tag administrator"
            )
        }
        return Data(answer.readableBytesView)
    }
}
