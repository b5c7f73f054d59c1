/// One thing to declare or to find at the broker.
package enum TopologyStep: Hashable, Sendable {
    /// Fails unless the exchange exists; changes nothing.
    case requireExchange(String)
    /// Fails unless the queue exists and this user may read it; changes nothing.
    case requireQueue(String)
    /// Declares a durable exchange.
    case declareExchange(String, ExchangeKind, arguments: [String: FieldValue] = [:])
    case declareQueue(String, Set<QueueTrait>, arguments: [String: FieldValue] = [:])
    /// Lets `exchange` put what matches `key` into `queue`.
    case bind(queue: String, exchange: String, key: String, arguments: [String: FieldValue] = [:])
}

/// How an exchange chooses queues.
package enum ExchangeKind: String, Hashable, Sendable {
    case direct
    case fanout
    case headers
    case topic
}

/// How long a queue lives.
package enum QueueTrait: Hashable, Sendable {
    /// Survives the broker.
    case durable
    /// Belongs to the connection and ends with it.
    case exclusive
    /// Ends with its last consumer.
    case autoDelete
}
