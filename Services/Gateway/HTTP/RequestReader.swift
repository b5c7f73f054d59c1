import Contracts
import FoundationEssentials
import GatewayDomain
import Kernel
import Messaging
import NIOCore

/// Turns what came over the wire into an operation's request, within limits.
struct RequestReader: Sendable {
    /// What a request may be; every excess is refused before anything is done.
    struct Limits: Sendable {
        var targetLength = 8_192
        var queryParameters = 64
        var bodyBytes = 1_048_576
        /// For operations that take files.
        var fileBytes = 16_777_216
        /// How long the body may take to arrive.
        var bodyTime = Duration.seconds(15)
        var fileTime = Duration.seconds(120)
        /// How long a connection may be open without a whole header; longer than load balancers
        /// keep theirs, so that it is they who close one that is idle.
        var idleTime = Duration.seconds(75)
    }

    let limits: Limits
    /// The parameters that each operation has in its query, by the contract.
    let queryParameters: [String: [String: ParameterRule]]
    /// The operations that take a file: CSV or JSON, larger than a request.
    private static let fileOperations: Set<String> = ["startImport"]
    private static let fileTypes: Set<String> = ["text/csv", "application/json"]
    private static let documentTypes: Set<String> = ["application/json"]
    /// Headers that operations get to see, in lower case.
    private static let forwarded: [HeaderName] = [
        .contentType, .ifMatch, .ifNoneMatch, .accept, .userAgent,
    ]

    static func takesFile(_ operation: OperationDescription) -> Bool {
        Self.fileOperations.contains(operation.id)
    }

    /// Refuses parameters that the operation does not have: a filter that is mistyped must not
    /// answer everything.
    func query(
        of request: IncomingRequest,
        for operation: OperationDescription
    ) throws(Problem) -> QueryParameters {
        guard let text = request.target.query, !text.isEmpty else { return QueryParameters() }
        let parts = text.split(separator: "&", omittingEmptySubsequences: true)
        guard parts.count <= self.limits.queryParameters else {
            throw .badRequest("There are more than \(self.limits.queryParameters) parameters.")
        }
        var pairs: [QueryParameters.Pair] = []
        for part in parts {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.text(of: sides[0]),
                let decoded = Self.text(of: sides.count == 2 ? sides[1] : "")
            else { throw .badRequest("The query has a broken escape or a control character.") }
            pairs.append(QueryParameters.Pair(name: name, value: decoded))
        }
        let known = self.queryParameters[operation.id] ?? [:]
        let errors = pairs.filter { known[$0.name] == nil }.map { pair in
            FieldError(
                pointer: "/query/\(pair.name)",
                rule: "unknown-parameter",
                message: "\(operation.id) has no parameter \(pair.name)."
            )
        }
        guard errors.isEmpty else {
            throw Problem(.badRequest, detail: errors.first?.message, errors: errors)
        }
        let broken = pairs.compactMap { known[$0.name]?.error(of: $0) }
        guard broken.isEmpty else { throw .validation(broken) }
        return QueryParameters(pairs)
    }

    /// Decodes a name or a value of a query, where a space may be written as a plus.
    private static func text(of part: Substring) -> String? {
        guard part.utf8.contains(UInt8(ascii: "+")) else { return PercentEncoding.decode(part) }
        return PercentEncoding.decode(part.replacing("+", with: " ")[...])
    }

    func headers(of request: IncomingRequest) -> [String: String] {
        var headers: [String: String] = [:]
        for name in Self.forwarded {
            guard let value = request.headers.value(of: name) else { continue }
            headers[name.text] = value
        }
        return headers
    }

    /// Reads the body of a method that has one.
    func body(
        of request: IncomingRequest,
        for operation: OperationDescription
    ) async throws -> [UInt8] {
        guard operation.method != .get, operation.method != .delete, Self.hasBody(request) else {
            return []
        }
        let isFile = Self.takesFile(operation)
        let limit = isFile ? self.limits.fileBytes : self.limits.bodyBytes
        if let length = request.headers.value(of: .contentLength).flatMap(Int.init), length > limit
        {
            throw Self.tooLarge(limit)
        }
        let time = isFile ? self.limits.fileTime : self.limits.bodyTime
        let bytes = try await Self.collect(request.body, upTo: limit, within: time)
        guard !bytes.isEmpty else { return [] }
        try Self.requireType(of: request, among: isFile ? Self.fileTypes : Self.documentTypes)
        return bytes
    }

    private static func requireType(
        of request: IncomingRequest,
        among allowed: Set<String>
    ) throws(Problem) {
        let type = request.headers.value(of: .contentType)
        if let type, allowed.contains(type) { return }
        let mediaType = type?.split(separator: ";").first
            .map { $0.trimmingPrefix(" ").lowercased() }
        guard let mediaType, allowed.contains(mediaType) else {
            let names = allowed.sorted().joined(separator: " or ")
            throw Problem(.unsupportedMediaType, detail: "Send \(names).")
        }
    }

    /// RFC 9112, section 6.3: a request has a body only where one of these headers says so.
    private static func hasBody(_ request: IncomingRequest) -> Bool {
        request.headers.value(of: .transferEncoding) != nil
            || request.headers.value(of: .contentLength).map { $0 != "0" } ?? false
    }

    private static func collect(
        _ body: IncomingBody,
        upTo limit: Int,
        within time: Duration
    ) async throws -> [UInt8] {
        switch body {
        case .whole(nil): return []
        case .whole(let bytes?):
            guard bytes.readableBytes <= limit else { throw Self.tooLarge(limit) }
            return Array(bytes.readableBytesView)
        case .arriving(let connection):
            return try await connection.value.body(upTo: limit, within: TimeAmount(time))
        }
    }

    /// The refusal of a body of more bytes.
    static func tooLarge(_ limit: Int) -> Problem {
        Problem(.payloadTooLarge, detail: "At most \(limit) bytes are read.")
    }
}
