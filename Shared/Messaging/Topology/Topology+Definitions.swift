import Contracts
import Crypto
import FoundationEssentials

extension Topology {
    /// The users of the broker, apart from those of outside systems.
    package static var users: [BrokerUser] {
        [.operator] + self.services.map { BrokerUser.of($0, among: self.services) }
    }

    /// The definitions that RabbitMQ imports: 3.10 and 4, pretty and with sorted keys.
    ///
    /// - Parameter passwords: By user; a user without one cannot sign in. The committed file has
    ///   none, so the secret is added where it is imported.
    package static func definitions(
        passwords: [String: String] = [:],
        limits: TopologyLimits = TopologyLimits()
    ) throws -> String {
        let layouts = VirtualHost.allCases.map { self.layout(of: $0, limits: limits) }
        let document: [String: JSONValue] = [
            "vhosts": .array(VirtualHost.allCases.map { ["name": .string($0.rawValue)] }),
            "users": .array(self.users.map { $0.definition(password: passwords[$0.name]) }),
            "permissions": .array(self.users.flatMap(\.permissions)),
            "topic_permissions": [],
            "parameters": [self.posLimits(limits)],
            "exchanges": .array(layouts.flatMap { $0.exchangeDefinitions(isScoped: false) }),
            "queues": .array(layouts.flatMap { $0.queueDefinitions(isScoped: false) }),
            "bindings": .array(layouts.flatMap { $0.bindingDefinitions(isScoped: false) }),
            "policies": .array(layouts.flatMap { $0.policyDefinitions(isScoped: false) }),
        ]
        return try self.pretty(document)
    }

    /// The definitions of one virtual host, to be imported into one of any name.
    package static func definitions(
        of host: VirtualHost,
        limits: TopologyLimits = TopologyLimits(),
        services: [ServiceTopology] = Topology.services
    ) throws -> String {
        let layout = self.layout(of: host, limits: limits, services: services)
        return try self.pretty([
            "exchanges": .array(layout.exchangeDefinitions(isScoped: true)),
            "queues": .array(layout.queueDefinitions(isScoped: true)),
            "bindings": .array(layout.bindingDefinitions(isScoped: true)),
            "policies": .array(layout.policyDefinitions(isScoped: true)),
        ])
    }

    private static func posLimits(_ limits: TopologyLimits) -> JSONValue {
        [
            "vhost": .string(VirtualHost.pos.rawValue),
            "component": "vhost-limits",
            "name": "limits",
            "value": [
                "max-connections": .integer(limits.posConnections),
                "max-queues": .integer(limits.posQueues),
            ],
        ]
    }

    private static func pretty(_ document: [String: JSONValue]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }
}
