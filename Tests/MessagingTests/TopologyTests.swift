import AMQP
import Contracts
import Foundation
import TestSupport
import Testing

@testable import Messaging

@Suite struct TopologyTests {
    private static let layouts = VirtualHost.allCases.map { Topology.layout(of: $0) }

    @Test func `the committed definitions are those of the code`() throws {
        let url = URL(filePath: #filePath).appending(path: "../../../deploy/rabbitmq")
            .appending(path: "definitions.json").standardized
        let committed = try String(contentsOf: url, encoding: .utf8)
        #expect(
            try committed == Topology.definitions(),
            "./stockbook definitions > deploy/rabbitmq/definitions.json"
        )
    }

    @Test func `no committed user can sign in`() throws {
        let document = try Self.document()
        let users = try #require(document["users"]?.elements)
        #expect(users.count == 1 + Topology.services.count)
        #expect(users.allSatisfy { $0["password_hash"] == "" })
        let secret = try Self.document(passwords: ["svc-ledger": "secret"])
        let signedIn = (secret["users"]?.elements ?? []).filter { $0["password_hash"] != "" }
        #expect(signedIn.map { $0["name"] } == ["svc-ledger"])
    }

    @Test func `a password is hashed as RabbitMQ documents it`() {
        // RabbitMQ, "Credentials and Passwords", example of computing a hash.
        #expect(
            BrokerUser.hash("test12", salt: 0x908D_C60A)
                == "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"
        )
    }

    @Test func `every queue has one policy, and work never dead-letters into a retry`() {
        for layout in Self.layouts {
            #expect(Set(layout.queues.map(\.name)).count == layout.queues.count)
            for queue in layout.queues where queue.policy["delivery-limit"] != nil {
                let exchange = queue.policy["dead-letter-exchange"]?.text ?? ""
                #expect(exchange.isEmpty || exchange.hasSuffix(".dlx"), "\(queue.name)")
            }
        }
    }

    @Test func `at-least-once dead-lettering refuses publishers instead of dropping`() {
        let queues = Self.layouts.flatMap(\.queues)
        for queue in queues where queue.policy["dead-letter-strategy"] == "at-least-once" {
            #expect(queue.kind == .quorum)
            #expect(queue.policy["overflow"] == "reject-publish", "\(queue.name)")
        }
    }

    @Test func `every binding joins an exchange and a queue that exist`() {
        for layout in Self.layouts {
            let exchanges = Set(layout.exchanges.map(\.name))
            let queues = Set(layout.queues.map(\.name))
            for binding in layout.bindings {
                #expect(exchanges.contains(binding.exchange), "\(binding.exchange)")
                #expect(queues.contains(binding.queue), "\(binding.queue)")
            }
            for link in layout.links {
                #expect(exchanges.isSuperset(of: [link.source, link.destination]), "\(link)")
            }
            for exchange in layout.exchanges {
                #expect(exchange.alternate.map(exchanges.contains) ?? true)
            }
        }
    }

    @Test func `a command reaches the one queue of its service`() throws {
        let suite = Topology.layout(of: .suite)
        for contract in ContractTable.all {
            guard case .command(to: let service) = contract.destination else { continue }
            let bound = suite.bindings.filter {
                $0.exchange == service.exchange(.commands) && $0.key == contract.type
            }
            #expect(bound.map(\.queue) == [service.queue(.commands)])
        }
    }

    @Test func `an event reaches the queues that want it and none besides`() {
        let suite = Topology.layout(of: .suite)
        func keys(_ queue: String) -> [String] {
            suite.bindings.filter { $0.exchange == "ledger.evt" && $0.queue == queue }.map(\.key)
        }
        #expect(keys("pos-ingest.evt").contains("ledger.commands.posted.v1"))
        #expect(!keys("pos-ingest.evt").contains { $0.hasSuffix("#") })
        for contract in ContractTable.all {
            guard case .event(of: let owner) = contract.destination else { continue }
            let source = owner.exchange(.events)
            let isHeard = suite.bindings.contains {
                $0.exchange == source && $0.key == contract.topic
            }
            let isPassedOver = suite.links.contains {
                $0 == .init(from: source, to: SharedExchange.unheard, key: contract.topic)
            }
            #expect(isHeard != isPassedOver, "\(contract.type)")
        }
        #expect(!suite.bindings.contains { $0.exchange == SharedExchange.unheard })
    }

    @Test func `a service speaks only as itself`() throws {
        for service in Topology.services {
            let user = BrokerUser.of(service, among: Topology.services)
            let rights = try #require(user.rights.first { $0.virtualHost == .suite })
            let write = try Regex(rights.write)
            for other in Topology.services where other.name != service.name {
                #expect(other.name.exchange(.events).firstMatch(of: write) == nil)
                #expect(other.name.exchange(.requeue).firstMatch(of: write) == nil)
                let commands = other.name.exchange(.commands).firstMatch(of: write) != nil
                #expect(commands == service.commands.contains(other.name))
            }
            #expect("".firstMatch(of: write) == nil, "the default exchange reaches any queue")
            #expect(service.name.exchange(.events).firstMatch(of: write) != nil)
            let configure = try Regex(rights.configure)
            #expect(service.name.queue(.events).firstMatch(of: configure) == nil)
        }
    }

    @Test func `the gateway may make its reply queues and read nothing else`() throws {
        let gateway = try #require(Topology.service(.gateway))
        let rights = BrokerUser.of(gateway, among: Topology.services).rights[0]
        #expect("gateway.reply.host-1".firstMatch(of: try Regex(rights.configure)) != nil)
        #expect("gateway.evt".firstMatch(of: try Regex(rights.configure)) == nil)
        #expect("rpc.reply".firstMatch(of: try Regex(rights.read)) != nil)
        #expect("ledger.rpc".firstMatch(of: try Regex(rights.read)) == nil)
        #expect("ledger.rpc".firstMatch(of: try Regex(rights.write)) != nil)
    }

    @Test func `the broker takes both virtual hosts and a service finds what it needs`()
        async throws
    {
        for host in VirtualHost.allCases {
            let definitions = try Topology.definitions(of: host)
            try await withTestVirtualHost { virtualHost in
                // Twice: importing again changes nothing.
                try await virtualHost.importDefinitions(Array(definitions.utf8))
                try await virtualHost.importDefinitions(Array(definitions.utf8))
                let connection = BrokerConnection(hasty: virtualHost.url, name: "test")
                try await withRunning(connection) { connection in
                    for service in Topology.services where host == .suite || service.takesIngress {
                        try await Topology.require(by: service.name, in: host, over: connection)
                    }
                }
            }
        }
    }

    private static func document(passwords: [String: String] = [:]) throws -> JSONValue {
        let text = try Topology.definitions(passwords: passwords)
        return try MessageCoding.decode(JSONValue.self, from: Array(text.utf8))
    }
}
