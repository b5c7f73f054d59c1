/// The path of an operation as the contract writes it: `/v1/products/{productId}:retire`.
///
/// A parameter fills one segment, up to a verb that follows a colon.
package struct RoutePattern: Hashable, Sendable {
    /// What stands between two slashes.
    package enum Segment: Hashable, Sendable {
        case literal(String)
        /// A parameter; `suffix` is what must follow it in the same segment, often nothing.
        case parameter(name: String, suffix: String)
    }

    package let segments: [Segment]

    package init(_ template: String) {
        self.segments = template.split(separator: "/").map(Segment.init)
    }

    /// The parameters of a path that fits, not yet percent-decoded; `nil` for one that does not.
    package func match(_ path: [Substring]) -> [String: Substring]? {
        guard path.count == self.segments.count else { return nil }
        var parameters: [String: Substring] = [:]
        for (segment, part) in zip(self.segments, path) {
            switch segment {
            case .literal(let text):
                guard part.utf8.count == text.utf8.count, part.utf8.elementsEqual(text.utf8) else {
                    return nil
                }
            case .parameter(let name, ""):
                guard !part.isEmpty else { return nil }
                parameters[name] = part
            case .parameter(let name, let suffix):
                guard part.utf8.count > suffix.utf8.count, part.hasSuffix(suffix) else {
                    return nil
                }
                parameters[name] = part.dropLast(suffix.count)
            }
        }
        return parameters
    }

    /// The first `count` segments as they stand in a path, or all where there are fewer; `nil` where
    /// one of them is a parameter.
    func head(_ count: Int) -> String? {
        var literals: [String] = []
        for segment in self.segments.prefix(count) {
            guard case .literal(let text) = segment else { return nil }
            literals.append(text)
        }
        return literals.joined(separator: "/")
    }

    /// Orders patterns so that the more particular comes first: literals, then longer suffixes.
    package func isMoreSpecific(than other: RoutePattern) -> Bool {
        self.segments.map(\.specificity).lexicographicallyPrecedes(
            other.segments.map(\.specificity),
            by: >
        )
    }
}

extension RoutePattern.Segment {
    fileprivate init(_ text: Substring) {
        guard text.hasPrefix("{"), let end = text.firstIndex(of: "}") else {
            self = .literal(String(text))
            return
        }
        let name = text[text.index(after: text.startIndex)..<end]
        self = .parameter(name: String(name), suffix: String(text[text.index(after: end)...]))
    }

    fileprivate var specificity: Int {
        switch self {
        case .literal: .max
        case .parameter(_, let suffix): suffix.utf8.count
        }
    }
}
