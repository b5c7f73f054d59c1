import AMQP
import Contracts

extension BrokerLayout {
    func exchangeDefinitions(isScoped: Bool) -> [JSONValue] {
        self.exchanges.map { exchange in
            let arguments = exchange.alternate.map { ["alternate-exchange": JSONValue.string($0)] }
            return self.definition(
                isScoped: isScoped,
                [
                    "name": .string(exchange.name),
                    "type": .string(exchange.kind.rawValue),
                    "durable": true,
                    "auto_delete": false,
                    "internal": false,
                    "arguments": .object(arguments ?? [:]),
                ]
            )
        }
    }

    func queueDefinitions(isScoped: Bool) -> [JSONValue] {
        self.queues.map { queue in
            self.definition(
                isScoped: isScoped,
                [
                    "name": .string(queue.name),
                    "durable": true,
                    "auto_delete": false,
                    "arguments": ["x-queue-type": .string(queue.kind.rawValue)],
                ]
            )
        }
    }

    func bindingDefinitions(isScoped: Bool) -> [JSONValue] {
        let bindings = self.bindings.map { binding -> [String: JSONValue] in
            [
                "source": .string(binding.exchange),
                "destination": .string(binding.queue),
                "destination_type": "queue",
                "routing_key": .string(binding.key),
                "arguments": .object(binding.arguments),
            ]
        }
        let links = self.links.map { link -> [String: JSONValue] in
            [
                "source": .string(link.source),
                "destination": .string(link.destination),
                "destination_type": "exchange",
                "routing_key": .string(link.key),
                "arguments": [:],
            ]
        }
        return (bindings + links).map { self.definition(isScoped: isScoped, $0) }
    }

    func policyDefinitions(isScoped: Bool) -> [JSONValue] {
        self.queues.map { queue in
            self.definition(
                isScoped: isScoped,
                [
                    "name": .string(queue.name),
                    "pattern": .string("^\(queue.name.replacing(".", with: "\\."))$"),
                    "apply-to": "queues",
                    "priority": 0,
                    "definition": .object(queue.policy),
                ]
            )
        }
    }

    /// Within a virtual host's own import objects name no virtual host.
    private func definition(isScoped: Bool, _ fields: [String: JSONValue]) -> JSONValue {
        guard !isScoped else { return .object(fields) }
        let host = ["vhost": JSONValue.string(self.virtualHost.rawValue)]
        return .object(fields.merging(host) { field, _ in field })
    }
}
