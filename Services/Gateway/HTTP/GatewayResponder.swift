import Contracts
import FoundationEssentials
import GatewayDomain
import HTTPTypes
import Hummingbird
import Kernel
import Logging
import Messaging
import Metrics
import NIOCore
import Tracing

/// Answers every HTTP request: finds the operation, lets it pass or not, and has it performed.
struct GatewayResponder: HTTPResponder {
    typealias Context = GatewayContext

    let routes: RouteTable<OperationDescription>
    let admission: Admission
    let reader: RequestReader
    let dispatcher: Dispatcher
    let audit: AuditTrail
    let securityHeaders: SecurityHeaders

    static let requestIDHeader = HTTPField.Name(verified: "X-Request-Id")

    func respond(to request: Request, context: GatewayContext) async -> Response {
        let start = ContinuousClock.now
        let requestID = ID<GatewayRequest>.make().rawValue
        let (answer, operation) = await self.traced(request, context: context, id: requestID)
        self.count(answer, of: operation, since: start)
        var response = Response(answer, isHead: request.method == .head)
        // RFC 9110, section 15.5.2: a 401 names a way to authenticate.
        if answer.status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        response.headers[Self.requestIDHeader] = requestID.uuidString.lowercased()
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
        metadata[metadataKey: "request.id"] = "\(id.uuidString.lowercased())"
        return await withLogger(metadata) { _ in
            await withSpan("\(request.method.rawValue)", context: baggage, ofKind: .server) {
                span in
                let (answer, operation) = await self.answer(request, context: context, id: id)
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
        let method = request.method == .head ? "GET" : request.method.rawValue
        switch self.routes.match(method: method, path: request.uri.path) {
        case .found(let operation, let path):
            let answer = await self.perform(operation, path, request, context: context, id: id)
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
        context: GatewayContext,
        id: UUID
    ) async -> OperationResponse {
        var caller: Caller?
        let answer: OperationResponse
        do {
            caller = try await self.admission.identify(
                request,
                for: operation,
                from: context.address
            )
            try self.admission.check(caller, request, operation)
            let gatewayRequest = GatewayRequest(
                operation: operation,
                caller: caller,
                message: try await self.message(operation, path, request, from: caller),
                address: context.address,
                requestID: id
            )
            answer = try await self.dispatcher.perform(gatewayRequest)
        } catch {
            answer = Refusal.response(to: error)
        }
        let row = AuditStore.Record(
            operation,
            path: path,
            request: request,
            caller: caller,
            answer: answer,
            address: context.address,
            requestID: id
        )
        guard let row else { return answer }
        do {
            try await self.audit.record(row)
        } catch {
            // Only cancellation gets here: the server stops and the client is gone.
            return Refusal.response(to: error)
        }
        return answer
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
            messageID: key.map { .derived(principal: principal, operation: operation, key: $0) }
                ?? ID<OperationRequest>.make().rawValue,
            idempotencyKey: key,
            deadline: .now + self.dispatcher.budget
        )
    }

    private func count(
        _ answer: OperationResponse,
        of operation: OperationDescription?,
        since start: ContinuousClock.Instant
    ) {
        let dimensions = [
            ("operation", operation?.id ?? "unknown"), ("status", "\(answer.status)"),
        ]
        Counter(label: "http_requests_total", dimensions: dimensions).increment()
        Timer(label: "http_request_seconds", dimensions: [dimensions[0]])
            .recordNanoseconds(Int64((ContinuousClock.now - start) / .nanoseconds(1)))
    }
}
