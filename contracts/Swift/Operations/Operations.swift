/// Every operation of the REST interface, equal to `gateway.openapi.yaml`.
package enum Operations {
    package static let all =
        Operations.catalog + Operations.ledger + Operations.posIngest
        + Operations.gateway + Operations.everyService

    /// The operation with this `operationId`.
    package static func named(_ id: String) -> OperationDescription? {
        Operations.byID[id]
    }

    /// The operations that `service` answers, those of every service among them.
    package static func answered(by service: ServiceName) -> [OperationDescription] {
        Operations.all.filter { $0.service == service || $0.host == .named }
    }

    private static let byID = Dictionary(uniqueKeysWithValues: Operations.all.map { ($0.id, $0) })
}
