/// Finds the position of a route in a list; apart from ``RouteTable`` because code that is the same
/// for every kind of operation is compiled to something faster.
///
/// A path is looked up by how it begins, so that only the few patterns are compared that begin so.
struct RouteIndex: Sendable {
    private struct Route: Sendable {
        let pattern: RoutePattern
        let method: String
        let position: Int
    }

    enum Match {
        /// Parameters are percent-decoded.
        case found(Int, parameters: [String: String])
        case methodNotAllowed(allowed: [String])
        case notFound
    }

    /// Segments that a path is looked up by.
    private static let headLength = 2
    private static let slash = UInt8(ascii: "/")

    /// By the segments at the beginning, where those are literals; the more particular first.
    private var routesByHead: [Substring: [Route]] = [:]
    /// Those that begin with a parameter.
    private var others: [Route] = []

    init(_ routes: [(method: String, pattern: RoutePattern)]) {
        for (position, (method, pattern)) in routes.enumerated() {
            let route = Route(pattern: pattern, method: method, position: position)
            if let head = pattern.head(Self.headLength) {
                self.routesByHead[head[...], default: []].append(route)
            } else {
                self.others.append(route)
            }
        }
        for head in self.routesByHead.keys {
            self.routesByHead[head]?.sort { $0.pattern.isMoreSpecific(than: $1.pattern) }
        }
        self.others.sort { $0.pattern.isMoreSpecific(than: $1.pattern) }
    }

    func match(method: String, path: Substring) -> Match {
        // Empty segments count: something in front that guards paths must not see another path.
        let parts = path.utf8.split(separator: Self.slash, omittingEmptySubsequences: false)
            .dropFirst().map { Substring($0) }
        guard let first = parts.first, let last = parts.prefix(Self.headLength).last else {
            return .notFound
        }
        let known = self.routesByHead[path[first.startIndex..<last.endIndex]] ?? []
        // A pattern that begins with literals is more particular than one that does not.
        var search = Search(method: method, parts: parts)
        if let match = search.look(through: known) ?? search.look(through: self.others) {
            return match
        }
        return search.matched == nil
            ? .notFound : .methodNotAllowed(allowed: search.allowed.sorted())
    }

    /// One look-up under way.
    private struct Search {
        let method: String
        let parts: [Substring]
        var allowed: [String] = []
        var matched: RoutePattern?

        init(method: String, parts: [Substring]) {
            self.method = method
            self.parts = parts
        }

        /// The end of the search; `nil` to go on.
        mutating func look(through routes: [Route]) -> Match? {
            for route in routes where route.pattern.segments.count == self.parts.count {
                // A less particular pattern must not answer for a path that another one names.
                if let matched, matched != route.pattern { break }
                guard let raw = route.pattern.match(self.parts) else { continue }
                guard route.method == self.method else {
                    self.matched = route.pattern
                    self.allowed.append(route.method)
                    continue
                }
                var parameters: [String: String] = [:]
                for (name, value) in raw {
                    guard let decoded = PercentEncoding.decode(value) else { return .notFound }
                    parameters[name] = decoded
                }
                return .found(route.position, parameters: parameters)
            }
            return nil
        }
    }
}
