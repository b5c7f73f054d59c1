/// Where a message is published.
package enum Destination: Hashable, Sendable {
    /// A fact told by its owner to whoever listens; published by nobody else.
    case event(of: ServiceName)
    /// A request to one service, published by others.
    case command(to: ServiceName)
    /// From a POS or shop system: vhost `pos`, exchange `pos.ingress`, with the routing key
    /// `pos.v1.<source>.<kind>`.
    case ingress

    /// The service whose contract it is.
    package var owner: ServiceName {
        switch self {
        case .event(of: let service), .command(to: let service): service
        case .ingress: .posIngest
        }
    }
}
