import Contracts
import FoundationEssentials
import GatewayDomain
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import Messaging
import NIOCore
import ServiceKit
import Tracing

/// Answers every HTTP request: finds the operation, lets it pass or not, and has it performed.
struct GatewayResponder: HTTPResponder {
    typealias Context = GatewayContext

    let routes: RouteTable<OperationDescription>
    let admission: Admission
    let reader: RequestReader
    let dispatcher: Dispatcher
    let audit: AuditTrail
    let uploads: UploadLimit
    let proxies: TrustedProxies
    let securityHeaders: SecurityHeaders
    let metrics = RequestMetrics()

    static let requestIDHeader = HTTPField.Name(verified: "X-Request-Id")
    private static let host = HTTPField.Name(verified: "Host")
    private static let forwardedFor = HTTPField.Name(verified: "X-Forwarded-For")

    func respond(to request: Request, context: GatewayContext) async -> Response {
        let start = ContinuousClock.now
        let requestID = ID<GatewayRequest>.make().rawValue
        let (answer, operation) = await self.traced(request, context: context, id: requestID)
        self.metrics.count(
            operation?.id ?? "unknown",
            status: answer.status,
            duration: .now - start
        )
        var response = Response(answer, isHead: request.method == .head)
        // RFC 9110, section 15.5.2: a 401 names a way to authenticate.
        if answer.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        response.headers[Self.requestIDHeader] = requestID.text
        self.securityHeaders.apply(to: &response.headers)
        return response
    }

    private func traced(
        _ request: Request,
        context: GatewayContext,
        id: UUID
    ) async -> (OperationResponse, OperationDescription?) {
        var baggage = ServiceContext.topLevel
        InstrumentationSystem.instrument.extract(
            request.headers,
            into: &baggage,
            using: HeaderExtractor()
        )
        var metadata = Logger.current
        metadata[metadataKey: "request.id"] = "\(id.text)"
        return await withLogger(metadata) { _ in
            await withSpan("\(request.method.rawValue)", context: baggage, ofKind: .server) {
                span in
                var (answer, operation) = await self.answer(request, context: context, id: id)
                answer.quote(trace: span.context.spanIdentity?.traceID.description ?? id.digits)
                span.operationName = operation?.id ?? "unknown"
                span.attributes["http.response.status_code"] = answer.status
                return (answer, operation)
            }
        }
    }

    private func answer(
        _ request: Request,
        context: GatewayContext,
        id: UUID
    ) async -> (OperationResponse, OperationDescription?) {
        guard request.uri.string.utf8.count <= self.reader.limits.targetLength else {
            return (.problem(.badRequest("The address is longer than is read.")), nil)
        }
        // RFC 9112, section 3.2: exactly one Host.
        guard request.head.authority != nil, request.headers[Self.host] == nil else {
            return (.problem(.badRequest("A request names one host, once.")), nil)
        }
        let method = request.method == .head ? "GET" : request.method.rawValue
        switch self.routes.match(method: method, path: request.uri.path) {
        case .found(let operation, let path):
            let address = self.proxies.client(
                of: context.address,
                forwarded: request.headers[values: Self.forwardedFor]
            )
            let answer = await self.perform(operation, path, request, address: address, id: id)
            return (answer, operation)
        case .methodNotAllowed(let allowed):
            let names = allowed.joined(separator: ", ")
            let problem = Problem(.methodNotAllowed, detail: "Allowed are \(names).")
            return (.problem(problem, headers: [("Allow", names)]), nil)
        case .notFound:
            return (.problem(.notFound("No operation has this path.")), nil)
        }
    }

    private func perform(
        _ operation: OperationDescription,
        _ path: [String: String],
        _ request: Request,
        address: String,
        id: UUID
    ) async -> OperationResponse {
        var trace = Trace()
        let answer: OperationResponse
        do {
            trace.caller = try await self.admission.identify(
                request,
                for: operation,
                from: address
            )
            try self.admission.check(trace.caller, request, operation)
            answer = try await self.uploads.run(operation) {
                let accepted = GatewayRequest(
                    operation: operation,
                    caller: trace.caller,
                    message: try await self.message(operation, path, request, from: trace.caller),
                    address: address,
                    requestID: id
                )
                trace.place = try await self.place(for: accepted)
                return try await self.dispatcher.perform(accepted)
            }
        } catch {
            answer = Refusal.response(to: error)
        }
        let row = AuditStore.Record(
            operation,
            path: path,
            request: request,
            caller: trace.caller,
            answer: answer,
            address: address,
            requestID: id
        )
        self.audit.record(row, in: trace.place)
        return answer
    }

    /// What the audit trail has to know of a request, whether it is accepted or not.
    private struct Trace {
        var caller: Caller?
        /// Taken before anything can change.
        var place: AuditTrail.Backlog.Place?
    }

    /// The place in the audit trail of what may change something.
    private func place(for request: GatewayRequest) async throws -> AuditTrail.Backlog.Place? {
        guard !request.operation.isReadOnly else { return nil }
        let place: AuditTrail.Backlog.Place = request.caller == nil ? .anonymous : .known
        try await self.audit.take(place)
        return place
    }

    private func message(
        _ operation: OperationDescription,
        _ path: [String: String],
        _ request: Request,
        from caller: Caller?
    ) async throws -> OperationRequest {
        let principal = caller?.principal ?? .nobody
        let key = try IdempotencyKey.required(by: operation, in: request)
        return OperationRequest(
            operation: operation.id,
            principal: principal,
            path: path,
            query: try self.reader.query(of: request, for: operation),
            headers: self.reader.headers(of: request),
            body: try await self.reader.body(of: request, for: operation),
            messageID: key.map { .command(of: principal, key: $0) }
                ?? ID<OperationRequest>.make().rawValue,
            idempotencyKey: key,
            deadline: .now + self.dispatcher.budget
        )
    }
}
