import AMQP
import Contracts

extension BrokerLayout {
    /// Adds what one service owns in this virtual host.
    mutating func add(_ service: ServiceTopology, limits: TopologyLimits) {
        if self.virtualHost == .suite {
            self.addExchanges(of: service)
            if service.answers { self.addRequests(of: service.name, limits: limits) }
        }
        let work = service.workQueues(in: self.virtualHost)
        guard !work.isEmpty else { return }
        self.addDeadLetters(of: service.name, limits: limits)
        self.addRetry(of: service.name, limits: limits)
        for purpose in work {
            self.addWork(purpose, of: service, limits: limits)
        }
    }

    /// Adds the place for messages that no binding matches.
    mutating func addUnrouted(_ limits: TopologyLimits) {
        let name = SharedExchange.unrouted(in: self.virtualHost)
        self.exchanges.append(Exchange(name: name, kind: .fanout))
        // The oldest go first: nobody misses them, and a full queue must not refuse events.
        let policy: [String: JSONValue] = [
            "max-length": .integer(limits.unroutedLength),
            "overflow": "drop-head",
        ]
        self.queues.append(Queue(name: name, kind: .quorum, policy: policy))
        self.bindings.append(Binding(exchange: name, queue: name, key: ""))
    }

    private mutating func addExchanges(of service: ServiceTopology) {
        self.exchanges.append(
            Exchange(
                name: service.name.exchange(.events),
                kind: .topic,
                alternate: SharedExchange.unrouted(in: .suite)
            )
        )
        // Without an alternate: `mandatory` must say when a command reaches nobody.
        if !service.obeys.isEmpty {
            self.exchanges.append(Exchange(name: service.name.exchange(.commands), kind: .direct))
        }
    }

    private mutating func addRequests(of service: ServiceName, limits: TopologyLimits) {
        let exchange = service.exchange(.requests)
        let queue = service.queue(.requests)
        self.exchanges.append(Exchange(name: exchange, kind: .direct))
        let policy: [String: JSONValue] = [
            "max-length": .integer(limits.requestLength),
            "message-ttl": .integer(limits.requestMilliseconds),
            "overflow": "reject-publish",
        ]
        self.queues.append(Queue(name: queue, kind: .classic, policy: policy))
        self.bindings.append(Binding(exchange: exchange, queue: queue, key: queue))
    }

    private mutating func addDeadLetters(of service: ServiceName, limits: TopologyLimits) {
        let exchange = service.exchange(.deadLetters)
        let queue = service.queue(.deadLetters)
        self.exchanges.append(Exchange(name: exchange, kind: .fanout))
        self.queues.append(
            Queue(
                name: queue,
                kind: .quorum,
                policy: ["delivery-limit": .integer(limits.deadLetterDeliveries)]
            )
        )
        self.bindings.append(Binding(exchange: exchange, queue: queue, key: ""))
    }

    private mutating func addRetry(of service: ServiceName, limits: TopologyLimits) {
        let exchange = service.exchange(.retry)
        self.exchanges.append(Exchange(name: exchange, kind: .headers))
        self.exchanges.append(Exchange(name: service.exchange(.requeue), kind: .direct))
        for tier in RetryTier.allCases {
            let policy: [String: JSONValue] = [
                "dead-letter-exchange": .string(service.exchange(.requeue)),
                "dead-letter-strategy": "at-least-once",
                "max-length": .integer(limits.waitLength),
                "message-ttl": .integer(tier.milliseconds / limits.haste),
                "overflow": "reject-publish",
            ]
            let queue = service.queue(waiting: tier)
            self.queues.append(Queue(name: queue, kind: .quorum, policy: policy))
            let arguments: [String: JSONValue] = [
                "x-match": "all",
                EnvelopeHeader.retryTier: .string(tier.rawValue),
            ]
            self.bindings.append(
                Binding(exchange: exchange, queue: queue, key: "", arguments: arguments)
            )
        }
    }

    private mutating func addWork(
        _ purpose: QueuePurpose,
        of service: ServiceTopology,
        limits: TopologyLimits
    ) {
        let queue = service.name.queue(purpose)
        // Never to a retry tier: a cycle without a rejection drops messages silently.
        let policy: [String: JSONValue] = [
            "dead-letter-exchange": .string(service.name.exchange(.deadLetters)),
            "dead-letter-strategy": "at-least-once",
            "delivery-limit": .integer(limits.deliveries),
            "max-length": .integer(limits.workLength),
            "overflow": "reject-publish",
        ]
        self.queues.append(Queue(name: queue, kind: .quorum, policy: policy))
        let requeue = service.name.exchange(.requeue)
        self.bindings.append(Binding(exchange: requeue, queue: queue, key: queue))
        self.bindings += Self.sources(of: purpose, for: service).map { exchange, key in
            Binding(exchange: exchange, queue: queue, key: key)
        }
    }

    /// From where, and by which key, messages reach a queue.
    private static func sources(
        of purpose: QueuePurpose,
        for service: ServiceTopology
    ) -> [(exchange: String, key: String)] {
        switch purpose {
        case .commands:
            service.obeys.map { (service.name.exchange(.commands), $0.type) }
        case .events:
            service.hears.map { ($0.destination.owner.exchange(.events), $0.topic) }
        case .ingress:
            [(SharedExchange.ingress, "pos.v1.#")]
        case .requests, .deadLetters:
            []
        }
    }
}
