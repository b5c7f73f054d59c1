/// What a consumer asks for.
struct Subscription: Sendable {
    let queue: String
    let prefetch: UInt16
    let batch: BatchPolicy
    let isNoAck: Bool
    let setUp: [TopologyStep]
    /// How many deliveries without acknowledgement may wait; more are dropped and counted, since the
    /// broker does not hold back.
    let noAckBuffer: Int
    /// Who takes the deliveries; without one they are handed out in batches.
    var receiver: (any DeliveryReceiver)?
}

/// What a handler decided about a batch of one epoch.
struct SettledBatch: Sendable {
    let epoch: UInt64
    let settlements: [(tag: UInt64, settlement: Settlement)]
}
