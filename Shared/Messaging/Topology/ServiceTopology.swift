package import Contracts

/// What one service takes from the broker: the line that adds it to the house.
package struct ServiceTopology: Sendable {
    package let name: ServiceName
    /// Whether the gateway can ask it something.
    package let answers: Bool
    /// The events of others that it listens to.
    package let hears: [any Contract.Type]
    /// The commands that it takes.
    package let obeys: [any Contract.Type]
    /// The services it sends commands to.
    package let commands: [ServiceName]
    /// Whether it asks the others and so needs queues for their answers.
    package let asks: Bool
    /// Whether it takes what outside systems publish.
    package let takesIngress: Bool

    init(
        _ name: ServiceName,
        answers: Bool = true,
        hears: [any Contract.Type] = [],
        commands: [ServiceName] = [],
        asks: Bool = false,
        takesIngress: Bool = false
    ) {
        self.name = name
        self.answers = answers
        self.hears = hears
        self.obeys = ContractTable.all.filter { $0.destination == .command(to: name) }
        self.commands = commands
        self.asks = asks
        self.takesIngress = takesIngress
    }

    /// The queues from which it takes work that must not be lost, in one virtual host.
    package func workQueues(in host: VirtualHost) -> [QueuePurpose] {
        switch host {
        case .suite: (self.obeys.isEmpty ? [] : [.commands]) + (self.hears.isEmpty ? [] : [.events])
        case .pos: self.takesIngress ? [.ingress] : []
        }
    }
}
