import Contracts
import FoundationEssentials
import GatewayDomain
import HTTPTypes
import Hummingbird
import Kernel
import Messaging
import NIOCore
import NIOPosix
import Synchronization

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
    private static let forwarded: [HTTPField.Name] = [
        .contentType, .ifMatch, .ifNoneMatch, .accept, .userAgent,
    ]

    static func takesFile(_ operation: OperationDescription) -> Bool {
        Self.fileOperations.contains(operation.id)
    }

    /// Refuses parameters that the operation does not have: a filter that is mistyped must not
    /// answer everything.
    func query(
        of request: Request,
        for operation: OperationDescription
    ) throws(Problem) -> QueryParameters {
        guard let text = request.uri.query, !text.isEmpty else { return QueryParameters() }
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
        return PercentEncoding.decode(part.replacing("+", with: " "))
    }

    func headers(of request: Request) -> [String: String] {
        var headers: [String: String] = [:]
        for name in Self.forwarded {
            guard let value = request.headers.value(of: name) else { continue }
            headers[name.canonicalName] = value
        }
        return headers
    }

    /// Reads the body of a method that has one.
    func body(
        of request: Request,
        for operation: OperationDescription
    ) async throws -> [UInt8] {
        guard operation.method != .get, operation.method != .delete, Self.hasBody(request) else {
            return []
        }
        let isFile = Self.takesFile(operation)
        let limit = isFile ? self.limits.fileBytes : self.limits.bodyBytes
        if let length = request.headers.value(of: .contentLength).flatMap(Int.init), length > limit
        {
            throw Problem(.payloadTooLarge, detail: "At most \(limit) bytes are read.")
        }
        let time = isFile ? self.limits.fileTime : self.limits.bodyTime
        let bytes = try await self.collect(request.body, upTo: limit, within: time)
        guard !bytes.isEmpty else { return [] }
        try Self.requireType(of: request, among: isFile ? Self.fileTypes : Self.documentTypes)
        return bytes
    }

    private static func requireType(
        of request: Request,
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
    private static func hasBody(_ request: Request) -> Bool {
        request.headers.contains(.transferEncoding)
            || request.headers.value(of: .contentLength).map { $0 != "0" } ?? false
    }

    private func collect(
        _ body: RequestBody,
        upTo limit: Int,
        within time: Duration
    ) async throws -> [UInt8] {
        // The loop of this connection, where a timer costs next to nothing.
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let isRead = Atomic(false)
        // A task of its own, so that the timer can stop it: a group with a child that sleeps would
        // cost each request a timer of the system. It begins at once and mostly ends so as well,
        // since a small body arrives with its head; then nobody has to wait for it.
        let reading = Task.immediate(executorPreference: EventLoopExecutor(loop)) {
            defer { isRead.store(true, ordering: .releasing) }
            return try await Self.read(body, upTo: limit)
        }
        guard !isRead.load(ordering: .acquiring) else { return try await reading.value }
        let alarm = loop.scheduleTask(in: TimeAmount(time)) { reading.cancel() }
        defer { alarm.cancel() }
        let result = await withTaskCancellationHandler {
            await reading.result
        } onCancel: {
            reading.cancel()
        }
        try Task.checkCancellation()
        guard !reading.isCancelled else {
            throw Problem(.requestTimeout, detail: "The body did not arrive in time.")
        }
        return try result.get()
    }

    private static func read(_ body: RequestBody, upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await chunk in body {
                guard bytes.count + chunk.readableBytes <= limit else {
                    throw Problem(.payloadTooLarge, detail: "At most \(limit) bytes are read.")
                }
                bytes.append(contentsOf: chunk.readableBytesView)
            }
        } catch let error where !(error is Problem || error is CancellationError) {
            // The connection ended, or went on with something that is no HTTP.
            throw Problem.badRequest("The body ends before its end, or is broken.")
        }
        return bytes
    }
}
