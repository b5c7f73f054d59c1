package import Messaging
package import Postgres

/// An operation that writes one effect, under the name of one that needs an `Idempotency-Key`.
package struct CountEffect: Operation {
    package static let id = "postSale"

    package init() {}

    package func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try transaction.execute("INSERT INTO effect (number) VALUES (1)")
        return try .json(["number": 1], status: 201)
    }
}
