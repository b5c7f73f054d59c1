import Contracts
import Kernel
import TestSupport
import Testing

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
            let erase = try Call("eraseUser", ["userId": try Self.identifier(of: person)])
            try await system.succeed(erase, by: system.admin)
            try await eventually("the ledger has heard of it") {
                try await Self.maker(of: read, in: system) == "erased"
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

        private struct Document: Decodable {
            let actor: Actor
        }
    }
}
