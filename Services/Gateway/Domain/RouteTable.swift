/// Finds the operation that a method and a path name.
///
/// Built once from the contract; looking up is a scan over the few patterns with as many segments.
package struct RouteTable<Operation: Sendable>: Sendable {
    private struct Route: Sendable {
        let pattern: RoutePattern
        let method: String
        let operation: Operation
    }

    /// What a request line leads to.
    package enum Match {
        /// Parameters are percent-decoded.
        case found(Operation, parameters: [String: String])
        /// The path exists, with other methods.
        case methodNotAllowed(allowed: [String])
        case notFound
    }

    private var routesByLength: [Int: [Route]] = [:]

    package init(_ routes: [(method: String, path: String, operation: Operation)]) {
        for (method, path, operation) in routes {
            let route = Route(pattern: RoutePattern(path), method: method, operation: operation)
            self.routesByLength[route.pattern.segments.count, default: []].append(route)
        }
        for length in self.routesByLength.keys {
            self.routesByLength[length]?.sort { $0.pattern.isMoreSpecific(than: $1.pattern) }
        }
    }

    package func match(method: String, path: some StringProtocol) -> Match {
        // Empty segments count: something in front that guards paths must not see another path.
        let parts = Array(
            Substring(path).split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        )
        var allowed: [String] = []
        var matched: RoutePattern?
        for route in self.routesByLength[parts.count] ?? [] {
            // A less particular pattern must not answer for a path that another one names.
            if let matched, matched != route.pattern { break }
            guard let raw = route.pattern.match(parts) else { continue }
            matched = route.pattern
            guard route.method == method else {
                allowed.append(route.method)
                continue
            }
            var parameters: [String: String] = [:]
            for (name, value) in raw {
                guard let decoded = PercentEncoding.decode(value) else { return .notFound }
                parameters[name] = decoded
            }
            return .found(route.operation, parameters: parameters)
        }
        return matched == nil ? .notFound : .methodNotAllowed(allowed: allowed.sorted())
    }
}
