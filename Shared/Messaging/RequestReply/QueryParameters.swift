package import Contracts
package import Kernel

/// The query of a request, in the order in which it was written.
package struct QueryParameters: Sendable, Hashable {
    package let pairs: [Pair]

    /// One `name=value`, decoded.
    package struct Pair: Sendable, Hashable, Codable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(_ pairs: [Pair] = []) {
        self.pairs = pairs
    }

    /// The first value of a parameter.
    package subscript(_ name: String) -> String? {
        self.pairs.first { $0.name == name }?.value
    }

    /// Every value of a parameter that may be repeated.
    package func all(_ name: String) -> [String] {
        self.pairs.filter { $0.name == name }.map(\.value)
    }

    /// Refuses a parameter that is there twice: one of its values would be lost.
    ///
    /// - Throws: 400 naming each.
    package func requireSingle() throws(Problem) {
        let names = Dictionary(grouping: self.pairs, by: \.name).filter { $1.count > 1 }.keys
        guard !names.isEmpty else { return }
        let errors = names.sorted().map { name in
            FieldError(
                pointer: "/query/\(name)",
                rule: "repeated-parameter",
                message: "\(name) is there more than once."
            )
        }
        throw Problem(.badRequest, detail: errors.first?.message, errors: errors)
    }

    /// `true` or `false`; `false` when absent.
    package func flag(_ name: String) throws(Problem) -> Bool {
        switch self[name] {
        case nil, "false": false
        case "true": true
        default: throw Self.invalid(name, rule: "boolean", "must be true or false")
        }
    }

    /// A whole number within a range.
    package func integer(
        _ name: String,
        in range: ClosedRange<Int>,
        default standard: Int
    ) throws(Problem) -> Int {
        guard let text = self[name] else { return standard }
        guard let value = Int(text), range.contains(value) else {
            let message = "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw Self.invalid(name, rule: "range", message)
        }
        return value
    }

    /// How many items a page has: 50 unless `limit` says otherwise, at most 500.
    package func limit() throws(Problem) -> Int {
        try self.integer("limit", in: 1...500, default: 50)
    }

    package func timestamp(_ name: String) throws(Problem) -> Timestamp? {
        guard let text = self[name] else { return nil }
        guard let value = Timestamp(text) else {
            throw Self.invalid(name, rule: "date-time", "must be an RFC 3339 time")
        }
        return value
    }

    package func id<Subject: ~Copyable>(
        _ name: String,
        of subject: Subject.Type = Subject.self
    ) throws(Problem) -> ID<Subject>? {
        guard let text = self[name] else { return nil }
        guard let value = ID<Subject>(text) else {
            throw Self.invalid(name, rule: "uuid", "must be a UUID")
        }
        return value
    }

    /// One of the cases of an enumeration.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String,
        of choices: Choice.Type = Choice.self
    ) throws(Problem) -> Choice? where Choice.RawValue == String {
        guard let text = self[name] else { return nil }
        guard let value = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.invalid(name, rule: "enum", "must be one of \(names)")
        }
        return value
    }

    /// The problem of a parameter that breaks a rule; its pointer is `/query/<name>`.
    package static func invalid(_ name: String, rule: String, _ message: String) -> Problem {
        .validation("/query/\(name)", rule: rule, "\(name) \(message).")
    }
}
