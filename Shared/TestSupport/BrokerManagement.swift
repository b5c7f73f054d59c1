import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The management API of the test broker.
struct BrokerManagement: Sendable {
    /// What the broker answered when it refused.
    struct Refusal: Error, CustomStringConvertible {
        let request: String
        let status: UInt
        let body: String

        var description: String {
            "\(self.request) was answered with \(self.status): \(self.body)"
        }
    }

    private static let timeout = TimeAmount.seconds(20)
    private static let maximumAnswer = 16 * 1_024 * 1_024

    func send(_ method: String, _ path: [String], body: [UInt8]? = nil) async throws {
        _ = try await self.exchange(method, path, body: body)
    }

    func send(_ method: String, _ path: [String], json: some Encodable) async throws {
        try await self.send(method, path, body: [UInt8](try JSONEncoder().encode(json)))
    }

    func get<Answer: Decodable>(_ path: [String], _ type: Answer.Type) async throws -> Answer {
        let answer = try await self.exchange("GET", path, body: nil)
        return try JSONDecoder().decode(type, from: Data(answer))
    }

    private func exchange(
        _ method: String,
        _ path: [String],
        body: [UInt8]?
    ) async throws -> [UInt8] {
        let escaped = path.compactMap {
            $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        }
        var base = TestBroker.managementAddress
        let credentials = Data("\(base.user ?? "guest"):\(base.password ?? "guest")".utf8)
        base.user = nil
        base.password = nil
        let url = "\(base.string ?? "")/api/\(escaped.joined(separator: "/"))"
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(
            name: "authorization",
            value: "Basic \(credentials.base64EncodedString())"
        )
        request.headers.add(name: "content-type", value: "application/json")
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
        let answer = try await response.body.collect(upTo: Self.maximumAnswer)
        let isGone = method == "DELETE" && response.status == .notFound
        guard (200..<300).contains(response.status.code) || isGone else {
            throw Refusal(
                request: "\(method) /\(escaped.joined(separator: "/"))",
                status: response.status.code,
                body: String(buffer: answer)
            )
        }
        return [UInt8](answer.readableBytesView)
    }
}
