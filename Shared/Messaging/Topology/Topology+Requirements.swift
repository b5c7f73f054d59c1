package import AMQP
package import Contracts

extension Topology {
    /// Refuses to go on unless the broker has what a service publishes to and reads from.
    ///
    /// Changes nothing: a service may not declare anything.
    ///
    /// - Throws: `AMQPError` with code `topology`, naming the first that is missing.
    package static func require(
        by service: ServiceName,
        in host: VirtualHost = .suite,
        over connection: BrokerConnection
    ) async throws {
        guard let line = self.service(service) else {
            preconditionFailure("\(service.rawValue) has no line in the topology")
        }
        let work = line.workQueues(in: host)
        var exchanges: [String] = []
        var queues = work.map { service.queue($0) }
        if !work.isEmpty {
            exchanges += [ExchangeRole.retry, .requeue, .deadLetters].map { service.exchange($0) }
            queues.append(service.queue(.deadLetters))
        }
        if host == .suite {
            exchanges.append(service.exchange(.events))
            exchanges += line.commands.map { $0.exchange(.commands) }
            if line.asks || line.answers { exchanges.append(SharedExchange.replies) }
            if line.answers { queues.append(service.queue(.requests)) }
        }
        try await connection.requireTopology(exchanges: exchanges, queues: queues)
    }
}
