package import AMQP
package import Contracts

/// The objects of one virtual host.
package struct BrokerLayout: Sendable {
    package let virtualHost: VirtualHost
    package var exchanges: [Exchange] = []
    package var queues: [Queue] = []
    package var bindings: [Binding] = []
    package var links: [Link] = []

    init(virtualHost: VirtualHost) {
        self.virtualHost = virtualHost
    }

    /// An exchange and where it sends what nobody takes.
    package struct Exchange: Sendable, Hashable {
        package let name: String
        package let kind: ExchangeKind
        /// Where a message goes that no binding matches.
        package let alternate: String?

        init(name: String, kind: ExchangeKind, alternate: String? = nil) {
            self.name = name
            self.kind = kind
            self.alternate = alternate
        }
    }

    /// A queue and the one policy that applies to it.
    package struct Queue: Sendable, Hashable {
        package let name: String
        package let kind: Kind
        /// The policy of this queue, complete in itself: only one policy applies to a queue.
        package let policy: [String: JSONValue]

        /// How the broker keeps the messages of a queue.
        package enum Kind: String, Sendable {
            /// Replicated to a majority before a publisher hears of it.
            case quorum
            /// On one node, for messages that nobody misses.
            case classic
        }
    }

    /// Which messages of an exchange a queue gets.
    package struct Binding: Sendable, Hashable {
        package let exchange: String
        package let queue: String
        package let key: String
        package let arguments: [String: JSONValue]

        init(
            exchange: String,
            queue: String,
            key: String,
            arguments: [String: JSONValue] = [:]
        ) {
            self.exchange = exchange
            self.queue = queue
            self.key = key
            self.arguments = arguments
        }
    }

    /// Which messages of an exchange another exchange gets.
    package struct Link: Sendable, Hashable {
        package let source: String
        package let destination: String
        package let key: String

        init(from source: String, to destination: String, key: String) {
            self.source = source
            self.destination = destination
            self.key = key
        }
    }
}
