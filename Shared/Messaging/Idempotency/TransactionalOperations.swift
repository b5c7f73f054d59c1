import Contracts
import Logging
package import Postgres
import Tracing

/// Performs each request in one transaction of its own.
///
/// What only reads gets a read-only one, a ``Query`` that of a standby where there is one. Commands claim their `Idempotency-Key` in the transaction of their
/// effects, so that asking again has one effect and one answer; a dry run does everything and
/// rolls back.
package struct TransactionalOperations: OperationHandler {
    private let operations: [String: any Operation]
    private let database: PostgresPool
    private let desk: ReadDesk
    private let signal: OutboxSignal
    private let load: OutboxLoad

    /// - Parameters:
    ///   - operations: One for each `operationId` of the service.
    ///   - desk: Whom queries are put to; the database itself without one.
    package init(
        _ operations: [any Operation],
        database: PostgresPool,
        desk: ReadDesk? = nil,
        signal: OutboxSignal = .shared,
        load: OutboxLoad = .shared
    ) {
        let pairs = operations.map { (type(of: $0).id, $0) }
        self.operations = Dictionary(uniqueKeysWithValues: pairs)
        self.database = database
        self.desk = desk ?? ReadDesk(primary: database)
        self.signal = signal
        self.load = load
    }

    package func respond(to request: OperationRequest) async -> OperationResponse {
        guard let operation = self.operations[request.operation],
            let description = Operations.named(request.operation)
        else { return .problem(.notFound("This service has no \(request.operation).")) }
        do {
            if description.isReadOnly {
                return try await self.read(request, with: operation)
            }
            if self.load.isOverloaded { return .overloaded }
            if description.isCommand, request.idempotencyKey == nil {
                return .problem(Problem(.idempotencyKeyMissing))
            }
            return try await self.change(request, with: operation)
        } catch {
            return .failure(error, of: request)
        }
    }

    private func read(
        _ request: OperationRequest,
        with operation: any Operation
    ) async throws -> OperationResponse {
        guard operation is any Query else {
            return try await self.database.withTransaction(.readOnly) { transaction in
                try operation.perform(request, in: transaction)
            }
        }
        return try await self.desk.ask { server in
            try await server.pool.withTransaction(.readOnly) { transaction in
                try operation.perform(request, in: transaction)
            }
        }
    }

    private func change(
        _ request: OperationRequest,
        with operation: any Operation
    ) async throws -> OperationResponse {
        // A dry run leaves nothing, so nothing remembers it either.
        let isDryRun = try type(of: operation).rollsBackDryRun && request.isDryRun
        let isLogged = request.idempotencyKey != nil && !isDryRun
        let claim = isLogged ? RequestClaim(request) : nil
        do {
            let response = try await self.database.withTransaction { transaction in
                if let answer = try claim.flatMap({ try Self.known($0, in: transaction) }) {
                    return answer
                }
                let response = try operation.perform(request, in: transaction)
                guard !isDryRun else { throw DryRun(response: response) }
                if let claim {
                    try RequestLog.record([(claim.messageID, response)], in: transaction)
                }
                return response
            }
            self.signal.notify()
            return response
        } catch let dryRun as DryRun {
            return dryRun.response
        } catch let problem as Problem {
            return try await self.refuse(problem, claim: claim)
        }
    }

    /// Stores a refusal that would be the same another time, after its effects were rolled back.
    private func refuse(
        _ problem: Problem,
        claim: RequestClaim?
    ) async throws -> OperationResponse {
        let response = OperationResponse.problem(problem)
        guard let claim, RequestLog.isStorable(response) else { return response }
        return try await self.database.withTransaction { transaction in
            if let answer = try Self.known(claim, in: transaction) { return answer }
            try RequestLog.record([(claim.messageID, response)], in: transaction)
            return response
        }
    }

    /// The answer that a command has already; `nil` once this transaction has claimed it.
    private static func known(
        _ claim: RequestClaim,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse? {
        let standings = try RequestLog.claim([claim], in: transaction)
        return standings.first.flatMap(RequestLog.answer(to:))
    }
}

/// Carries the answer of a dry run out of the transaction that it rolls back.
private struct DryRun: Error {
    let response: OperationResponse
}
