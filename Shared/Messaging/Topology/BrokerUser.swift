import Contracts

/// A user of the broker and what it may do in each virtual host.
package struct BrokerUser: Sendable, Hashable {
    package let name: String
    package let tags: [String]
    package let rights: [Rights]

    /// Regular expressions over names, as RabbitMQ evaluates them.
    package struct Rights: Sendable, Hashable {
        package let virtualHost: VirtualHost
        package let configure: String
        package let write: String
        package let read: String
    }

    /// The user that imports the topology and moves messages by hand; the only one that may
    /// declare anything or publish to a queue by its name.
    package static let `operator` = BrokerUser(
        name: "operator",
        tags: ["administrator"],
        rights: VirtualHost.allCases.map { host in
            Rights(virtualHost: host, configure: ".*", write: ".*", read: ".*")
        }
    )

    /// The user of a service: it reads what it owns and writes what it may speak as.
    package static func of(_ service: ServiceTopology, among all: [ServiceTopology]) -> BrokerUser {
        let hosts = service.takesIngress ? VirtualHost.allCases : [.suite]
        return BrokerUser(
            name: service.name.brokerUser,
            tags: [],
            rights: hosts.map { self.rights(of: service, in: $0, among: all) }
        )
    }

    private static func rights(
        of service: ServiceTopology,
        in host: VirtualHost,
        among all: [ServiceTopology]
    ) -> Rights {
        var own: [ExchangeRole] = []
        if host == .suite { own.append(.events) }
        if !service.workQueues(in: host).isEmpty { own += [.retry, .requeue, .deadLetters] }
        var writes = own.map { service.name.exchange($0) }
        var replies: String?
        if host == .suite {
            if service.answers { writes.append(SharedExchange.replies) }
            writes += service.commands.map { $0.exchange(.commands) }
            if service.asks {
                writes += all.filter(\.answers).map { $0.name.exchange(.requests) }
                replies = "\(self.escaped(service.name.rawValue))\\.reply\\..*"
            }
        }
        let names = writes.map(self.escaped) + [replies].compactMap(\.self)
        let read = "^\(self.escaped(service.name.rawValue))\\."
        return Rights(
            virtualHost: host,
            configure: replies.map { "^\($0)$" } ?? "^$",
            write: "^(\(names.joined(separator: "|")))$",
            read: replies == nil ? read : "\(read)|^\(self.escaped(SharedExchange.replies))$"
        )
    }

    private static func escaped(_ name: String) -> String {
        name.replacing(".", with: "\\.")
    }
}
