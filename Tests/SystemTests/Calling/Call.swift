import Contracts
import Foundation
import NIOHTTP1

@testable import Operator

/// An operation with all that it needs, in the way that its contract describes.
struct Call: Sendable {
    let operation: OperationDescription
    private(set) var request: APIRequest

    /// - Parameters:
    ///   - path: The parameters of the path.
    ///   - version: The entity tag for `If-Match`.
    ///   - key: The `Idempotency-Key` of a command.
    init(
        _ operation: String,
        _ path: [String: String] = [:],
        query: [(String, String)] = [],
        json: JSONValue? = nil,
        version: String? = nil,
        key: String = UUID().uuidString.lowercased()
    ) throws {
        guard let description = Operations.named(operation) else {
            throw OperatorFailure("there is no \(operation)", next: "see Operations")
        }
        self.operation = description
        let steps = description.path.split(separator: "/").map { step in
            path.reduce(String(step)) { $0.replacing("{\($1.key)}", with: $1.value) }
        }
        let method = HTTPMethod(rawValue: description.method.rawValue.uppercased())
        if let json {
            self.request = try APIRequest(method, steps, query: query, json: json)
        } else {
            self.request = APIRequest(method, steps, query: query)
        }
        self.request.version = version
        if description.isCommand { self.request.idempotencyKey = key }
    }

    var key: String? { self.request.idempotencyKey }

    /// The same under another key.
    func keyed(_ key: String?) -> Self {
        var call = self
        call.request.idempotencyKey = key
        return call
    }

    /// The same with a body that is not JSON.
    func with(_ body: String, type: String) -> Self {
        var call = self
        call.request.body = Array(body.utf8)
        call.request.contentType = type
        return call
    }
}
