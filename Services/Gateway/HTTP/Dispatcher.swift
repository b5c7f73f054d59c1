import Contracts
import Messaging

/// Has an operation performed: by the gateway itself, or by the service that owns it.
struct Dispatcher: Sendable {
    /// What the gateway performs without a transaction around it.
    let local: [String: any LocalOperation]
    /// What the gateway performs in one transaction of its own.
    let transactional: TransactionalOperations
    let client: OperationClient
    let inFlight = InFlightKeys()
    /// How long a caller waits for a service.
    let budget: Duration

    func perform(_ request: GatewayRequest) async throws -> OperationResponse {
        try request.message.query.requireSingle()
        guard request.operation.isCommand else {
            let answer = try await self.route(request)
            return try ListTable(request)?.written(answer) ?? answer
        }
        let answer = try await self.inFlight.run(request.message.messageID) {
            try await self.route(request)
        }
        return answer
            ?? .problem(Problem(.requestInFlight), headers: [Refusal.retryAfter(.seconds(1))])
    }

    private func route(_ request: GatewayRequest) async throws -> OperationResponse {
        let service = try self.service(of: request)
        guard service == .gateway else {
            return try await self.forward(request.message, to: service)
        }
        if let operation = self.local[request.operation.id] {
            return try await operation.respond(to: request)
        }
        return await self.transactional.respond(to: request.message)
    }

    private func forward(
        _ message: OperationRequest,
        to service: ServiceName
    ) async throws -> OperationResponse {
        do {
            return try await self.client.call(
                service,
                OperationCall(
                    operation: message.operation,
                    principal: message.principal,
                    path: message.path,
                    query: message.query,
                    headers: message.headers,
                    body: message.body,
                    idempotencyKey: message.idempotencyKey,
                    messageID: message.messageID
                ),
                budget: self.budget
            )
        } catch let problem as Problem where [503, 504].contains(problem.status) {
            return .problem(problem, headers: [Refusal.retryAfter(.seconds(1))])
        }
    }

    private func service(of request: GatewayRequest) throws(Problem) -> ServiceName {
        switch request.operation.host {
        case .service(let name): return name
        case .named:
            guard let text = request.message.path["service"],
                let name = ServiceName(rawValue: text), ServiceName.answering.contains(name)
            else { throw .notFound("There is no such service.") }
            return name
        }
    }
}
