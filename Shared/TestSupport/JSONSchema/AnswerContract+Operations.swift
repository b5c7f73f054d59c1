import Contracts

extension AnswerContract {
    /// What the contract says of the operation that a request names; `nil` where it names none.
    func operation(method: String, target: String) -> JSONValue? {
        let path = target.prefix { $0 != "?" }.split(
            separator: "/",
            omittingEmptySubsequences: false
        )
        let paths = self.document["paths"]?.members ?? [:]
        let fitting = paths.filter { Self.template($0.key, fits: path) }
        // A literal says more than a parameter: `messages:replay`, not `{messageId}:replay`.
        let best = fitting.min { $0.key.count { $0 == "{" } < $1.key.count { $0 == "{" } }
        return best?.value[method.lowercased()]
    }

    private static func template(_ template: String, fits path: [Substring]) -> Bool {
        let segments = template.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count == path.count else { return false }
        return zip(segments, path).allSatisfy { segment, part in
            guard segment.hasPrefix("{"), let end = segment.firstIndex(of: "}") else {
                return segment == part
            }
            let suffix = segment[segment.index(after: end)...]
            return part.hasSuffix(suffix) && part.count > suffix.count
                && (!suffix.isEmpty || !part.contains(":"))
        }
    }

    /// The parameters of an operation's query that are any text: no number, choice or time.
    package func textParameters(of operation: String) -> [String] {
        let paths = self.document["paths"]?.members ?? [:]
        let all = paths.values.flatMap { ($0.members ?? [:]).values }
        let found = all.first { $0["operationId"]?.text == operation }
        return (found?["parameters"]?.elements ?? []).compactMap { parameter in
            let parameter = self.resolved(parameter)
            let schema = self.resolved(parameter?["schema"])
            guard parameter?["in"] == "query", schema?["type"] == "string",
                schema?["enum"] == nil, schema?["format"] == nil
            else { return nil }
            return parameter?["name"]?.text
        }
    }
}
