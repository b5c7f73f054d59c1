import Contracts
import Testing

/// How an operation is called with success.
struct Recipe: Sendable {
    /// A request, and who sends it where that is not the caller itself.
    struct Attempt: Sendable {
        let call: Call
        var caller: Caller?
    }

    typealias Preparation = @Sendable (System, Caller) async throws -> Attempt

    let operation: String
    /// Where several services answer it.
    let service: ServiceName?
    /// Makes what the request needs, as the administrator, and the request.
    let prepare: Preparation

    /// For a request that is the same for every caller.
    init(
        _ operation: String,
        of service: ServiceName? = nil,
        _ prepare: @escaping @Sendable (System) async throws -> Call
    ) {
        self.operation = operation
        self.service = service
        self.prepare = { system, _ in Attempt(call: try await prepare(system)) }
    }

    /// For an operation that needs nothing.
    init(_ operation: String) {
        self.init(operation) { _ in try Call(operation) }
    }

    /// For an operation about the caller itself.
    init(own operation: String, _ prepare: @escaping Preparation) {
        self.operation = operation
        self.service = nil
        self.prepare = prepare
    }

    static let all =
        Recipe.catalog + Recipe.ledger + Recipe.counts + Recipe.periods + Recipe.approvals
        + Recipe.quality + Recipe.posIngest + Recipe.gateway + Recipe.everyService

    /// Whether `caller` may, by the table of the contract.
    func isAllowed(to caller: Caller) -> Bool {
        guard let principal = caller.principal, let description = Operations.named(self.operation)
        else { return false }
        return switch description.access {
        case .open: true
        // The items of a batch are checked one by one.
        case .signedIn where self.operation == "postBatch": true
        // The one operation that is for programs: a token is made from an API key.
        case .signedIn: caller.isPerson != (self.operation == "createToken")
        case .permission(let permission): principal.may(permission)
        }
    }
}

extension Recipe: CustomTestStringConvertible {
    var testDescription: String {
        self.operation + (self.service.map { " of \($0.rawValue)" } ?? "")
    }
}
