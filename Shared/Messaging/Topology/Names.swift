package import Contracts

/// What an exchange is for; the second part of its name.
package enum ExchangeRole: String, Sendable, CaseIterable {
    /// Facts told by its owner, by type.
    case events = "evt"
    /// Commands to its owner, by type.
    case commands = "cmd"
    /// Requests to its owner.
    case requests = "rpc"
    /// Copies of messages to be tried later, by the header of the tier.
    case retry
    /// Messages coming back to one of its owner's queues, by the name of the queue.
    case requeue
    /// What its owner could not handle.
    case deadLetters = "dlx"
}

/// What a queue is for; the second part of its name.
package enum QueuePurpose: String, Sendable, CaseIterable {
    case commands = "cmd"
    case events = "evt"
    case requests = "rpc"
    /// Messages of outside systems, in the virtual host `pos`.
    case ingress
    case deadLetters = "dlq"

    /// Which of the two virtual hosts it is in.
    package var virtualHost: VirtualHost { self == .ingress ? .pos : .suite }
}

extension ServiceName {
    /// The exchange of this service for a purpose: `ledger.evt`.
    package func exchange(_ role: ExchangeRole) -> String { "\(self.rawValue).\(role.rawValue)" }

    /// The queue of this service for a purpose: `ledger.cmd`.
    package func queue(_ purpose: QueuePurpose) -> String { "\(self.rawValue).\(purpose.rawValue)" }

    /// The queue in which messages wait for their next attempt: `ledger.wait.10s`.
    package func queue(waiting tier: RetryTier) -> String {
        "\(self.rawValue).wait.\(tier.rawValue)"
    }

    /// The broker user of this service.
    package var brokerUser: String { "svc-\(self.rawValue)" }
}

/// Exchanges that belong to no single service.
package enum SharedExchange {
    /// Messages that no binding matches.
    package static func unrouted(in host: VirtualHost) -> String { "\(host.rawValue).unrouted" }
    /// Events of which it is known that not everybody, or nobody, listens to them.
    package static let unheard = "suite.unheard"
    /// Answers, by the instance that asked.
    package static let replies = "rpc.reply"
    /// What outside systems publish, by `pos.v1.<user>.<kind>`.
    package static let ingress = "pos.ingress"
}
