import AMQP
package import Contracts

/// Every exchange, queue, binding, policy and user of the house, described once.
///
/// An exchange belongs to the service that defines its messages; a queue belongs to the service
/// that reads it and is never shared. Rendered into `deploy/rabbitmq/definitions.json`, compared
/// with `contracts/events.asyncapi.yaml`, and required to exist by every service when it starts.
package enum Topology {
    /// One line for each service.
    ///
    /// A queue exists only where a service reads it: one that nobody reads would fill up and
    /// refuse its publishers.
    package static let services: [ServiceTopology] = [
        ServiceTopology(.catalog, hears: [VariantUsed.self, UserErased.self]),
        ServiceTopology(
            .ledger,
            hears: [
                VariantChanged.self, VariantDeleted.self, CategoryChanged.self,
                CategoryDeleted.self, UserErased.self,
            ]
        ),
        ServiceTopology(
            .posIngest,
            hears: [
                VariantChanged.self, VariantDeleted.self, LocationChanged.self,
                CommandRefused.self, CommandApplied.self, CommandsPosted.self, UserErased.self,
            ],
            commands: [.ledger],
            takesIngress: true
        ),
        ServiceTopology(.gateway, answers: false, hears: [LocationChanged.self], asks: true),
    ]

    /// The line of one service; `nil` for one that is not built yet.
    package static func service(_ name: ServiceName) -> ServiceTopology? {
        self.services.first { $0.name == name }
    }

    /// Where a message of ours is published, and whether the broker must say when nobody takes it.
    ///
    /// `nil` for ingress, which outside systems publish. An event without a listener is not an
    /// error; a command without one is.
    package static func address(
        of destination: Destination
    ) -> (exchange: String, isMandatory: Bool)? {
        switch destination {
        case .event(of: let owner): (owner.exchange(.events), false)
        case .command(to: let owner): (owner.exchange(.commands), true)
        case .ingress: nil
        }
    }

    /// Everything in one virtual host.
    package static func layout(
        of host: VirtualHost,
        limits: TopologyLimits = TopologyLimits(),
        services: [ServiceTopology] = Topology.services
    ) -> BrokerLayout {
        var layout = BrokerLayout(virtualHost: host)
        layout.addUnrouted(limits)
        switch host {
        case .suite:
            layout.exchanges.append(.init(name: SharedExchange.replies, kind: .direct))
        case .pos:
            layout.exchanges.append(
                .init(
                    name: SharedExchange.ingress,
                    kind: .topic,
                    alternate: SharedExchange.unrouted(in: .pos)
                )
            )
        }
        for service in services {
            layout.add(service, limits: limits)
        }
        if host == .suite { layout.addUnheard(by: services) }
        return layout
    }
}
