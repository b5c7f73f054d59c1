import AMQP
import Contracts
import Foundation
import Messaging
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    /// Messages that are no longer what the contract says, on every queue that takes messages.
    @Suite(.timeLimit(.minutes(5))) struct MutatedMessageTests {
        private static let messages = LongRuns.areAsked ? 5_000 : 400
        /// How long a service may take for all of them; what fails for a moment waits in between.
        private static let limit = Duration.seconds(LongRuns.areAsked ? 240 : 90)

        @Test(arguments: [UInt64(1), 2])
        func `what a till sends is counted, whatever it is, and nothing stops`(
            seed: UInt64
        ) async throws {
            let system = try System.current
            let before = system.processIdentities
            try await system.withTill { till async throws in
                var mutator = MessageMutator(seed: seed)
                let kinds = ["sale", "refund", "void", "adjustment"]
                var messages: [OutboundMessage] = []
                for number in 0..<Self.messages {
                    let kind = kinds[number % kinds.count]
                    var example = try ContractExample.json(of: "pos.\(kind).v1")
                    example = example.documented(as: "M-\(seed)-\(number)")
                    messages.append(
                        self.message(of: till, kind: kind, body: try mutator.mutate(example))
                    )
                }
                for batch in messages.batches(of: 100) {
                    let outcomes = try await till.publisher.publish(batch)
                    #expect(outcomes.allSatisfy { $0 == .confirmed })
                }
                try await self.expectAccount(of: till, in: system)
            }
            #expect(system.processIdentities == before, "no service was started again")
        }

        @Test(arguments: [UInt64(1), 2])
        func `what is wrong on a queue of the services becomes a dead letter, and nothing stops`(
            seed: UInt64
        ) async throws {
            let system = try System.current
            let before = system.processIdentities
            var mutator = MessageMutator(seed: seed)
            var messages: [OutboundMessage] = []
            let contracts = ContractTable.all.filter { $0.destination != .ingress }
            for number in 0..<Self.messages {
                let contract = contracts[number % contracts.count]
                let address = try #require(Topology.address(of: contract.destination))
                let example = try ContractExample.json(of: contract.type)
                messages.append(
                    OutboundMessage(
                        exchange: address.exchange,
                        routingKey: contract.type,
                        isMandatory: address.isMandatory,
                        properties: MessageProperties(
                            messageID: UUID().uuidString.lowercased(),
                            type: contract.type,
                            contentType: "application/json"
                        ),
                        body: try mutator.mutate(example)
                    )
                )
            }
            try await system.publishToSuite(messages)
            for service in Suite.services {
                for purpose in [QueuePurpose.events, .commands, .deadLetters] {
                    try await self.expectEmpty(service.queue(purpose), in: system)
                }
                #expect(try await system.isReady(service), "\(service.rawValue)")
            }
            let path = ["service": ServiceName.ledger.rawValue]
            let letters = try await system.succeed(Call("listDeadLetters", path), by: system.admin)
            #expect(try letters.json?["items"]?.elements?.isEmpty == false)
            #expect(system.processIdentities == before, "no service was started again")
        }

        private func message(of till: Till, kind: String, body: [UInt8]) -> OutboundMessage {
            OutboundMessage(
                exchange: SharedExchange.ingress,
                routingKey: "pos.v1.\(till.name).\(kind)",
                properties: MessageProperties(
                    messageID: UUID().uuidString.lowercased(),
                    contentType: "application/json",
                    userID: till.name
                ),
                body: body
            )
        }

        /// Every message is received, and is one of: applied, parked, the same as another.
        private func expectAccount(of till: Till, in system: System) async throws {
            let call = try Call("getSourceStatement", ["sourceId": till.sourceID])
            try await eventually("all is counted", within: Self.limit) {
                let answer = try await system.call(call, by: system.admin)
                // A service that has its hands full may say so.
                guard answer.status != 503 else { return false }
                let counts = try answer.json?["messages"]
                return counts?["received"] == .integer(Int64(Self.messages))
                    && counts?["pending"] == .integer(0)
            }
            let statement = try await system.succeed(call, by: system.admin).json
            #expect(statement?["isBalanced"] == true)
            guard case .integer(let parked)? = statement?["messages"]?["parked"] else {
                Issue.record("the statement counts nothing parked")
                return
            }
            #expect(parked > Int64(Self.messages) / 4)
            #expect(
                try await system.servers.pos.depth(of: ServiceName.posIngest.queue(.ingress)) == 0
            )
        }

        private func expectEmpty(_ queue: String, in system: System) async throws {
            // Not every service has every queue.
            guard (try? await system.servers.suite.depth(of: queue)) != nil else { return }
            try await eventually("\(queue) is empty", within: Self.limit) {
                try await system.servers.suite.depth(of: queue) == 0
            }
        }
    }
}

extension JSONValue {
    /// A document under another number, so that it contradicts no other.
    fileprivate func documented(as number: String) -> JSONValue {
        .object((self.members ?? [:]).merging(["documentId": .string(number)]) { $1 })
    }
}

extension Array {
    fileprivate func batches(of count: Int) -> [[Element]] {
        stride(from: 0, to: self.count, by: count).map { start in
            Array(self[start..<Swift.min(start + count, self.count)])
        }
    }
}

extension System {
    /// Which processes the services are.
    fileprivate var processIdentities: [ServiceName: ProcessIdentity] {
        Dictionary(
            uniqueKeysWithValues: Suite.services.compactMap { service in
                let record = self.folder.processRecord(service.rawValue)
                return ProcessIdentity(recordedAt: record).map { (service, $0) }
            }
        )
    }
}
