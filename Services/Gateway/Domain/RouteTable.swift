/// Finds the operation that a method and a path name.
///
/// Built once from the contract.
package struct RouteTable<Operation: Sendable>: Sendable {
    /// What a request line leads to.
    package enum Match {
        /// Parameters are percent-decoded.
        case found(Operation, parameters: [String: String])
        /// The path exists, with other methods.
        case methodNotAllowed(allowed: [String])
        case notFound
    }

    /// What the positions of ``index`` mean.
    private let operations: [Operation]
    private let index: RouteIndex

    package init(_ routes: [(method: String, path: String, operation: Operation)]) {
        self.operations = routes.map(\.operation)
        self.index = RouteIndex(routes.map { ($0.method, RoutePattern($0.path)) })
    }

    package func match(method: String, path: Substring) -> Match {
        switch self.index.match(method: method, path: path) {
        case .found(let position, let parameters):
            .found(self.operations[position], parameters: parameters)
        case .methodNotAllowed(let allowed): .methodNotAllowed(allowed: allowed)
        case .notFound: .notFound
        }
    }
}
