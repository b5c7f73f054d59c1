import Contracts
import Kernel
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    @Suite(.timeLimit(.minutes(2))) struct ForgottenPersonTests {
        @Test func `a person who is erased is forgotten by every service`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(1)
            let person = try await system.hire(.inventoryManager)
            let receipt = try Call(
                "postReceipt",
                json: [
                    "location": .string(System.main),
                    "lines": [["sku": .string(article.sku), "quantity": "2"]],
                ]
            )
            let entry = try await system.succeed(receipt, by: person).text("id")
            let read = try Call("getEntry", ["entryId": entry])
            #expect(try await Self.maker(of: read, in: system) == person.name)
            let code = Unique.word()
            let alias = try Call(
                "createAlias",
                json: ["code": .string(code), "sku": .string(article.sku)]
            )
            try await system.succeed(alias, by: person)
            #expect(try await Self.makers(of: code, in: system) == [person.name])
            let erase = try Call("eraseUser", ["userId": try Self.identifier(of: person)])
            try await system.succeed(erase, by: system.admin)
            try await eventually("the ledger has heard of it") {
                try await Self.maker(of: read, in: system) == "erased"
            }
            try await eventually("pos-ingest has heard of it") {
                try await Self.makers(of: code, in: system) == ["erased"]
            }
            let refused = try await system.call(read, by: person)
            #expect(refused.status == 401)
        }

        private static func identifier(of person: Caller) throws -> String {
            ID<User>(try #require(person.principal).id).description
        }

        /// What whoever made an entry is called.
        private static func maker(of read: Call, in system: System) async throws -> String {
            let entry = try await system.succeed(read, by: system.admin).decode(Document.self)
            return entry.actor.name
        }

        /// What those who made the aliases of a code are called.
        private static func makers(of code: String, in system: System) async throws -> [String] {
            try await system.operatorAPI.list(
                ["v1", "pos", "aliases"],
                query: [("code", code)],
                of: Document.self
            )
            .map(\.actor.name)
        }

        private struct Document: Decodable {
            let actor: Actor
        }
    }
}
