import Contracts
import Messaging
import Postgres

/// Performs an operation and turns refusals into problems.
struct RefusalTranslation<Wrapped: Operation>: Operation {
    static var id: String { Wrapped.id }
    static var rollsBackDryRun: Bool { Wrapped.rollsBackDryRun }

    let wrapped: Wrapped

    init(_ wrapped: Wrapped) {
        self.wrapped = wrapped
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        do {
            return try self.wrapped.perform(request, in: transaction)
        } catch {
            guard let problem = Refusal.problem(for: error) else { throw error }
            throw problem
        }
    }
}
