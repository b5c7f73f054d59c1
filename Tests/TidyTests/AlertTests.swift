import Foundation
import Testing

/// Alerts are about metrics that somebody measures, and are explained.
@Suite struct AlertTests {
    private static let rules = SourceTree.files(under: "deploy/prometheus", withExtension: "yaml")

    /// Words of the language of Prometheus that rules use.
    private static let language: Set<String> = [
        "absent", "and", "by", "increase", "max", "max_over_time", "min", "on", "or", "rate", "sum",
        "unless", "without",
    ]

    @Test func `alerts are about metrics that a service registers`() throws {
        let metrics = Self.metrics
        let expressions = try Self.expressions()
        #expect(expressions.count > 10)
        expectNone(
            expressions.flatMap { rule in
                rule.names.filter { !metrics.contains($0) }.map {
                    Violation(path: rule.path, line: rule.line, rule: "nobody measures \($0)")
                }
            }
        )
        #expect(expressions.allSatisfy { !$0.names.isEmpty })
    }

    @Test func `an alert is explained where operators look`() throws {
        let page = try #require(SourceTree.text(at: "docs/audit.md"))
        expectNone(
            try Self.lines().compactMap { line in
                guard let name = Self.value(of: "- alert", in: line.text),
                    !page.contains("`\(name)`")
                else { return nil }
                return Violation(
                    path: line.path,
                    line: line.number,
                    rule: "docs/audit.md does not explain \(name)"
                )
            }
        )
    }

    /// The names of metrics that production code makes, as they are exposed.
    private static var metrics: Set<String> {
        let label = /label: "([a-z_]+)"/
        return Set(
            SourceTree.swiftFiles.filter { !$0.path.hasPrefix("Tests/") }
                .flatMap(\.lines)
                .flatMap { $0.matches(of: label).map { String($0.output.1) } }
        )
    }

    private struct Line {
        let path: String
        let number: Int
        let text: String
    }

    private struct Expression {
        let path: String
        let line: Int
        /// Metrics that it is about.
        let names: [String]
    }

    private static func lines() throws -> [Line] {
        try self.rules.flatMap { path in
            let text = try #require(SourceTree.text(at: path))
            return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
                Line(path: path, number: $0 + 1, text: String($1))
            }
        }
    }

    private static func value(of key: String, in line: String) -> String? {
        let text = line.trimmingCharacters(in: .whitespaces)
        guard text.hasPrefix("\(key): ") else { return nil }
        return String(text.dropFirst(key.count + 2))
    }

    private static func expressions() throws -> [Expression] {
        try self.lines().compactMap { line in
            guard let text = self.value(of: "expr", in: line.text) else { return nil }
            // Labels and durations are no metrics.
            let labels = /\{[^}]*\}|\[[^\]]*\]|\b(?:by|without|on) ?\([^)]*\)/
            let bare = text.replacing(labels, with: " ")
            let words = bare.matches(of: /[a-z][a-z_]*/).map { String($0.output) }
            return Expression(
                path: line.path,
                line: line.number,
                names: words.filter { !self.language.contains($0) }
            )
        }
    }
}
