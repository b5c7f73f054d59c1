import AMQP
import Contracts

extension BrokerLayout {
    /// Adds the way for events that no queue of ours wants: into an exchange without queues.
    ///
    /// They stay part of the contract, and whoever wants one binds a queue to its exchange. Without
    /// this they would match no binding and be written to the queue of messages that got lost, which
    /// costs the broker as much as delivering them.
    mutating func addUnheard(by services: [ServiceTopology]) {
        self.exchanges.append(Exchange(name: SharedExchange.unheard, kind: .fanout))
        let heard = Set(services.flatMap(\.hears).map { $0.type })
        let owners = Set(services.map(\.name))
        for contract in ContractTable.all where !heard.contains(contract.type) {
            guard case .event(of: let owner) = contract.destination, owners.contains(owner)
            else { continue }
            self.links.append(
                Link(
                    from: owner.exchange(.events),
                    to: SharedExchange.unheard,
                    key: contract.topic
                )
            )
        }
    }
}
