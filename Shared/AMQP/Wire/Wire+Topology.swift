import CRabbitMQ

extension Wire {
    /// - Returns: How many messages are ready in the queue, if the step names one to declare or require.
    @discardableResult
    func perform(_ step: TopologyStep, on channel: UInt16) throws(AMQPError) -> Int? {
        defer { self.emptyScratch() }
        switch step {
        case .requireExchange(let name):
            try self.declareExchange(name, kind: .direct, isPassive: true, [:], on: channel)
            return nil
        case .requireQueue(let name):
            return try self.declareQueue(name, traits: [], isPassive: true, [:], on: channel)
        case .declareExchange(let name, let kind, let arguments):
            try self.declareExchange(name, kind: kind, isPassive: false, arguments, on: channel)
            return nil
        case .declareQueue(let name, let traits, let arguments):
            return try self.declareQueue(
                name,
                traits: traits,
                isPassive: false,
                arguments,
                on: channel
            )
        case .bind(let queue, let exchange, let key, let arguments):
            try unsafe self.call(
                AMQP_QUEUE_BIND_METHOD,
                reply: AMQP_QUEUE_BIND_OK_METHOD,
                on: channel,
                unsafe amqp_queue_bind_t(
                    ticket: 0,
                    queue: self.encode(queue),
                    exchange: self.encode(exchange),
                    routing_key: self.encode(key),
                    nowait: 0,
                    arguments: self.encode(arguments)
                ),
                "binding queue \(queue) to exchange \(exchange)"
            )
            return nil
        }
    }

    private func declareExchange(
        _ name: String,
        kind: ExchangeKind,
        isPassive: Bool,
        _ arguments: [String: FieldValue],
        on channel: UInt16
    ) throws(AMQPError) {
        try unsafe self.call(
            AMQP_EXCHANGE_DECLARE_METHOD,
            reply: AMQP_EXCHANGE_DECLARE_OK_METHOD,
            on: channel,
            unsafe amqp_exchange_declare_t(
                ticket: 0,
                exchange: self.encode(name),
                type: self.encode(kind.rawValue),
                passive: isPassive ? 1 : 0,
                durable: 1,
                auto_delete: 0,
                internal: 0,
                nowait: 0,
                arguments: self.encode(arguments)
            ),
            "\(isPassive ? "requiring" : "declaring") exchange \(name)"
        )
    }

    private func declareQueue(
        _ name: String,
        traits: Set<QueueTrait>,
        isPassive: Bool,
        _ arguments: [String: FieldValue],
        on channel: UInt16
    ) throws(AMQPError) -> Int {
        try unsafe self.call(
            AMQP_QUEUE_DECLARE_METHOD,
            reply: AMQP_QUEUE_DECLARE_OK_METHOD,
            on: channel,
            unsafe amqp_queue_declare_t(
                ticket: 0,
                queue: self.encode(name),
                passive: isPassive ? 1 : 0,
                durable: traits.contains(.durable) ? 1 : 0,
                exclusive: traits.contains(.exclusive) ? 1 : 0,
                auto_delete: traits.contains(.autoDelete) ? 1 : 0,
                nowait: 0,
                arguments: self.encode(arguments)
            ),
            "\(isPassive ? "requiring" : "declaring") queue \(name)"
        ) { answer in
            unsafe Int(answer?.load(as: amqp_queue_declare_ok_t.self).message_count ?? 0)
        }
    }
}
