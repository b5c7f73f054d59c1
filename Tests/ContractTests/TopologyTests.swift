import AMQP
import Contracts
import Messaging
import TestSupport
import Testing

/// What the code makes of the topology, held against what is promised to others.
@Suite struct `The topology and the AsyncAPI document` {
    let channels: [String: JSONValue]

    init() throws {
        let document = try ContractFolder.asyncAPI.get()
        self.channels = try #require(document["channels"]?.members)
    }

    @Test func `they have the same exchanges`() throws {
        for host in VirtualHost.allCases {
            let layout = Topology.layout(of: host)
            let prefix = "\(host.rawValue).exchange."
            let documented = self.channels.filter { $0.key.hasPrefix(prefix) }
            #expect(Set(documented.keys) == Set(layout.exchanges.map { prefix + $0.name }))
            for exchange in layout.exchanges {
                let channel = try #require(documented[prefix + exchange.name])
                let binding = channel["bindings"]?["amqp"]?["exchange"]
                #expect(binding?["name"]?.text == exchange.name)
                #expect(binding?["type"]?.text == exchange.kind.rawValue, "\(exchange.name)")
                #expect(binding?["vhost"]?.text == host.rawValue)
                #expect(channel["x-alternate-exchange"]?.text == exchange.alternate)
            }
        }
    }

    @Test func `they have the same queues, bound to the same`() throws {
        for host in VirtualHost.allCases {
            let layout = Topology.layout(of: host)
            let prefix = "\(host.rawValue).queue."
            let documented = self.channels.filter {
                $0.key.hasPrefix(prefix) && $0.value["x-queue-type"]?.text != nil
                    && $0.value["bindings"]?["amqp"]?["queue"]?["exclusive"] == false
            }
            #expect(Set(documented.keys) == Set(layout.queues.map { prefix + $0.name }))
            for queue in layout.queues {
                let channel = try #require(documented[prefix + queue.name])
                #expect(channel["x-queue-type"]?.text == queue.kind.rawValue, "\(queue.name)")
                let promised = Set((channel["x-binds"]?.elements ?? []).map(Self.name))
                let made = Set(layout.bindings.filter { $0.queue == queue.name }.map(Self.name))
                #expect(promised == made, "\(queue.name)")
            }
        }
    }

    @Test func `they have the same ways from exchange to exchange`() throws {
        for host in VirtualHost.allCases {
            let layout = Topology.layout(of: host)
            for exchange in layout.exchanges {
                let channel = self.channels["\(host.rawValue).exchange.\(exchange.name)"]
                let promised = Set((channel?["x-binds"]?.elements ?? []).map(Self.name))
                let made = layout.links.filter { $0.destination == exchange.name }
                    .map { "\($0.source) \($0.key)" }
                #expect(promised == Set(made), "\(exchange.name)")
            }
        }
    }

    @Test func `who may publish is who has the right to`() throws {
        for host in VirtualHost.allCases {
            for exchange in Topology.layout(of: host).exchanges {
                let channel = self.channels["\(host.rawValue).exchange.\(exchange.name)"]
                let promised = Set((channel?["x-publishers"]?.elements ?? []).compactMap(\.text))
                let entitled = try Topology.services.filter { service in
                    let rights = BrokerUser.of(service, among: Topology.services).rights
                    guard let own = rights.first(where: { $0.virtualHost == host }) else {
                        return false
                    }
                    return exchange.name.firstMatch(of: try Regex(own.write)) != nil
                }
                #expect(
                    promised.intersection(ServiceName.allCases.map(\.rawValue))
                        == Set(entitled.map(\.name.rawValue)),
                    "\(exchange.name)"
                )
            }
        }
    }

    private static func name(_ promised: JSONValue) -> String {
        let exchange = promised["exchange"]?.text ?? ""
        return "\(exchange) \(promised["header"]?.text ?? promised["key"]?.text ?? "")"
    }

    private static func name(_ made: BrokerLayout.Binding) -> String {
        let header = made.arguments["retry-tier"]?.text.map { "retry-tier=\($0)" }
        return "\(made.exchange) \(header ?? made.key)"
    }
}
