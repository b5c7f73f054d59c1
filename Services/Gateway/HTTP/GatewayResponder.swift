import Contracts
import FoundationEssentials
import GatewayDomain
import Kernel
import Logging
import Messaging
import NIOCore
import NIOHTTP1
import ServiceKit
import Tracing

/// Answers every HTTP request: finds the operation, lets it pass or not, and has it performed.
struct GatewayResponder: Sendable {
    let routes: RouteTable<OperationDescription>
    let admission: Admission
    let reader: RequestReader
    let dispatcher: Dispatcher
    let audit: AuditTrail
    let uploads: UploadLimit
    let proxies: TrustedProxies
    let securityHeaders: SecurityHeaders
    /// The process's own, at hand: looking for it takes longer than what it does.
    let tracer = InstrumentationSystem.instrument as? TraceContextTracer ?? TraceContextTracer()
    let metrics = RequestMetrics()
    private let date = DateHeader()

    /// The whole answer to a request.
    ///
    /// - Parameter peer: The address of the peer, without its port; empty where the socket has none.
    func respond(to request: IncomingRequest, from peer: String) async -> ByteBuffer {
        let start = NIODeadline.now()
        let requestID = ID<GatewayRequest>.make().rawValue
        let (answer, operation) = await self.traced(request, from: peer, id: requestID)
        self.metrics.count(
            operation?.id ?? "unknown",
            status: answer.status,
            duration: NIODeadline.now() - start
        )
        return self.bytes(
            of: answer,
            id: requestID,
            isHead: request.method == .HEAD,
            isLast: !request.keepsAlive
        )
    }

    /// The whole answer to what is no HTTP, after which nothing more is read.
    func refuseUnreadable() -> ByteBuffer {
        self.metrics.count("unknown", status: 400, duration: .zero)
        let requestID = ID<GatewayRequest>.make().rawValue
        var answer = OperationResponse.problem(
            .badRequest("It is not HTTP/1.1, or its headers are too many or too long.")
        )
        answer.quote(trace: requestID.digits)
        return self.bytes(of: answer, id: requestID, isHead: false, isLast: true)
    }

    private func bytes(
        of answer: OperationResponse,
        id: UUID,
        isHead: Bool,
        isLast: Bool
    ) -> ByteBuffer {
        var bytes = AnswerBytes(answer)
        // RFC 9110, section 15.5.2: a 401 names a way to authenticate.
        if answer.status == 401 { bytes.add("WWW-Authenticate", "Bearer") }
        if isLast { bytes.add("Connection", "close") }
        bytes.add("X-Request-Id", id.text)
        bytes.add("Date", self.date.current)
        self.securityHeaders.add(to: &bytes, of: answer)
        bytes.end(with: isHead ? [] : answer.body)
        return bytes.buffer
    }

    private func traced(
        _ request: IncomingRequest,
        from peer: String,
        id: UUID
    ) async -> (OperationResponse, OperationDescription?) {
        var context = InstrumentationContext.topLevel
        context.requestID = id
        if let parent = request.headers.value(of: .traceParent) {
            context.spanIdentity = TraceParent.parse(
                parent: parent,
                state: request.headers.value(of: .traceState)
            )
        }
        let span = self.tracer.startSpan(
            request.method.rawValue,
            context: context,
            ofKind: .server,
            at: DefaultTracerClock.now,
            function: #function,
            file: #fileID,
            line: #line
        )
        var (answer, operation) = await InstrumentationContext.$current.withValue(span.context) {
            await self.answer(request, from: peer, id: id)
        }
        answer.quote(trace: span.context.spanIdentity?.traceID.description ?? id.digits)
        if span.isRecording {
            span.operationName = operation?.id ?? "unknown"
            span.attributes["http.response.status_code"] = answer.status
        }
        span.end(at: DefaultTracerClock.now)
        return (answer, operation)
    }

    private func answer(
        _ request: IncomingRequest,
        from peer: String,
        id: UUID
    ) async -> (OperationResponse, OperationDescription?) {
        guard request.target.length <= self.reader.limits.targetLength else {
            return (.problem(.badRequest("The address is longer than is read.")), nil)
        }
        // RFC 9112, section 3.2: exactly one Host.
        guard request.headers.values(of: .host).count == 1 else {
            return (.problem(.badRequest("A request names one host, once.")), nil)
        }
        let method = request.method == .HEAD ? "GET" : request.method.rawValue
        switch self.routes.match(method: method, path: request.target.path) {
        case .found(let operation, let path):
            let address = self.proxies.client(
                of: peer,
                forwarded: request.headers.values(of: .forwardedFor)
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
        _ request: IncomingRequest,
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
        _ request: IncomingRequest,
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
