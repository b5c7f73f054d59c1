import Contracts
import Foundation
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    /// Text that means something to what it passes through, in every place that takes text.
    @Suite(.timeLimit(.minutes(10))) struct HostileTextTests {
        /// To SQL, to a pattern, to a format, to a shell, to a page and to a header.
        private static let statement =
            #"x'); DROP TABLE account; SELECT pg_sleep(9); -- " \ %_% $1 ${x} `id` <b> \r\nX: y"#
        private static let unstorable = "a\0b"

        /// What an answer says only where text has become a part of a statement.
        private static let insides = ["syntax error", "SQLSTATE", "does not exist", "PostgreSQL"]

        @Test(arguments: Recipe.all)
        func `no text of a request is a statement, a pattern or a crash`(
            recipe: Recipe
        ) async throws {
            let system = try System.current
            let everyone = try await system.cast.everyone(in: system)
            let attempt = try await recipe.prepare(system, everyone[0])
            let caller = attempt.caller ?? everyone[0]
            for text in [Self.statement, Self.unstorable] {
                for call in try attempt.call.variants(with: text) {
                    try await self.expectSense(of: call, by: caller, in: system)
                }
                for call in try self.queries(recipe, text, in: system) {
                    try await self.expectSense(of: call, by: caller, in: system)
                }
            }
            let after = try await system.call(Call("listUsers"), by: system.admin)
            #expect(after.isSuccess, "the tables are still there")
        }

        /// The operation with the text as each parameter of its query, and of its path.
        private func queries(
            _ recipe: Recipe,
            _ text: String,
            in system: System
        ) throws -> [Call] {
            let description = try #require(Operations.named(recipe.operation))
            var path: [String: String] = [:]
            for part in description.path.split(separator: "{").dropFirst() {
                path[String(part.prefix { $0 != "}" })] = text
            }
            let queries = system.contract.textParameters(of: recipe.operation).map { [($0, text)] }
            let inPath = path.isEmpty ? [] : [try Call(recipe.operation, path)]
            guard path.isEmpty else { return inPath }
            return try queries.map { try Call(recipe.operation, query: $0) }
        }

        private func expectSense(
            of call: Call,
            by caller: Caller,
            in system: System
        ) async throws {
            let answer = try await system.call(call, by: caller)
            let what = "\(call.operation.id): \(answer.status) \(answer.bodyText)"
            #expect(answer.status < 500, "\(what)")
            #expect(answer.header("x") == nil, "\(what)")
            for inside in Self.insides where !answer.isSuccess {
                #expect(
                    !answer.bodyText.replacing(Self.statement, with: "").contains(inside),
                    "\(what)"
                )
            }
        }
    }
}

extension Call {
    /// The same request with one text of its body replaced, once for each.
    fileprivate func variants(with text: String) throws -> [Call] {
        guard !self.request.body.isEmpty else { return [] }
        guard self.request.contentType == "application/json" else {
            let body = String(decoding: self.request.body, as: UTF8.self)
            return [self.with(body + text + "\n", type: self.request.contentType).afresh]
        }
        let body = try JSONDecoder().decode(JSONValue.self, from: Data(self.request.body))
        return try body.replacingEachText(by: text).map { body in
            let encoded = try JSONEncoder().encode(body)
            return self.with(String(decoding: encoded, as: UTF8.self), type: "application/json")
                .afresh
        }
    }

    /// The same as another effect.
    private var afresh: Call {
        self.keyed(self.key.map { _ in UUID().uuidString.lowercased() })
    }
}

extension JSONValue {
    /// Copies of the value, each with another of its texts replaced.
    fileprivate func replacingEachText(by text: String) -> [JSONValue] {
        switch self {
        case .string: [.string(text)]
        case .array(let elements):
            elements.indices.flatMap { index in
                elements[index].replacingEachText(by: text).map { changed in
                    var copy = elements
                    copy[index] = changed
                    return .array(copy)
                }
            }
        case .object(let members):
            members.keys.sorted().flatMap { name in
                (members[name]?.replacingEachText(by: text) ?? []).map { changed in
                    .object(members.merging([name: changed]) { $1 })
                }
            }
        case .null, .bool, .integer, .number: []
        }
    }
}
