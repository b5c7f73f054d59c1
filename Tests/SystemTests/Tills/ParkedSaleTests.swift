import Contracts
import Kernel
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    /// What a person does about a sale that cannot be applied by itself.
    @Suite(.timeLimit(.minutes(2))) struct ParkedSaleTests {
        @Test func `an unknown code is given a meaning and the sale applied once`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(10)
            let code = "CODE-\(Unique.word())"
            try await system.withTill { till in
                try await till.sell([(code, 2), (article.sku, 1)], document: "R1")
                let parked = try await system.message(
                    document: "R1",
                    of: till.name,
                    status: "parked"
                )
                #expect(parked.reason == "unknown-code")
                // The whole sale waits, the line that is known with it.
                #expect(try await system.level(of: article.sku).onHand == 10)

                try await system.make(
                    "createAlias",
                    json: [
                        "source": .string(till.name), "code": .string(code),
                        "sku": .string(article.sku), "packQuantity": "3",
                    ]
                )
                let replay = try Call("replayPosMessage", ["messageId": parked.id])
                try await system.succeed(replay, by: system.admin)
                let applied = try await system.message(
                    document: "R1",
                    of: till.name,
                    status: "applied"
                )
                #expect(applied.id == parked.id)
                #expect(try await system.level(of: article.sku).onHand == 3)

                // The same request again is answered alike, a new one is refused.
                #expect(try await system.succeed(replay, by: system.admin).isReplayed)
                let again = try await system.call(replay.keyed(Unique.word()), by: system.admin)
                #expect(again.status == 409)
                #expect(try again.code == .wrongState)
                let all = try await system.make(
                    "replayPosMessages",
                    json: ["source": .string(till.name)]
                )
                #expect(try all.decode(ReplayCounts.self).matched == 0)

                try await till.sell([(code, 2), (article.sku, 1)], document: "R1", copies: 2)
                let statement = try await self.statement(of: till, received: 3, in: system)
                #expect(statement.messages.applied == 1)
                #expect(statement.messages.duplicate == 2)
                #expect(try await system.level(of: article.sku).onHand == 3)
            }
        }

        @Test func `a sale is discarded for a reason and then stays away`() async throws {
            let system = try System.current
            try await system.withTill { till in
                try await till.sell([("NOBODY-KNOWS", 1)], document: "R1")
                let parked = try await system.message(
                    document: "R1",
                    of: till.name,
                    status: "parked"
                )
                let path = ["messageId": parked.id]
                let unexplained = try Call("discardPosMessage", path, json: ["reason": ""])
                #expect(try await system.call(unexplained, by: system.admin).status == 422)
                let discard = try Call("discardPosMessage", path, json: ["reason": "a test sale"])
                try await system.succeed(discard, by: system.admin)
                let discarded = try await system.succeed(
                    Call("getPosMessage", path),
                    by: system.admin
                )
                let message = try discarded.decode(PosMessageDocument.self)
                #expect(message.status == "discarded")
                #expect(message.note == "a test sale")
                let replay = try Call("replayPosMessage", path)
                #expect(try await system.call(replay, by: system.admin).code == .wrongState)
                let statement = try await self.statement(of: till, received: 1, in: system)
                #expect(statement.messages.discarded == 1)
                #expect(statement.messages.parked == 0)
            }
        }

        @Test func `a sale is corrected and keeps what the till had sent`() async throws {
            let system = try System.current
            let article = try await system.stockedArticle(10)
            try await system.withTill { till in
                try await till.sell([("MISTYPED", 4)], document: "R1")
                let found = try await system.message(
                    document: "R1",
                    of: till.name,
                    status: "parked"
                )
                let parked = ParkedMessage(
                    id: found.id,
                    source: till.name,
                    document: "R1",
                    code: "MISTYPED"
                )
                let path = ["messageId": parked.id]
                let other = ParkedMessage(
                    id: found.id,
                    source: till.name,
                    document: "R2",
                    code: "MISTYPED"
                )
                let renamed = try Call(
                    "correctPosMessage",
                    path,
                    json: other.correction(to: article.sku)
                )
                #expect(try await system.call(renamed, by: system.admin).status == 422)
                try await system.make(
                    "correctPosMessage",
                    path,
                    json: parked.correction(to: article.sku)
                )
                _ = try await system.message(document: "R1", of: till.name, status: "applied")
                #expect(try await system.level(of: article.sku).onHand == 9)
                let message = try await system.succeed(
                    Call("getPosMessage", path),
                    by: system.admin
                )
                #expect(try message.text("originalPayload").contains("MISTYPED"))
                #expect(try message.text("payload").contains(article.sku))
            }
        }

        /// What is said of a till once so many messages of it have come.
        private func statement(
            of till: Till,
            received: Int,
            in system: System
        ) async throws -> SourceStatement {
            let registry = SourceRegistry(api: system.operatorAPI)
            let source = try await registry.require(till.name)
            let wait = StatementWait(registry: registry, source: source, console: .silent)
            let statement = try await wait.untilSteady(received: received)
            #expect(statement.isBalanced)
            #expect(statement.addsUp)
            #expect(statement.messages.received == received)
            return statement
        }
    }
}

private struct ReplayCounts: Decodable {
    let matched: Int
}
