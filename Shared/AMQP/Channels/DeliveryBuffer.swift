import DequeModule

/// Deliveries that wait for a handler, oldest first.
///
/// Suspects, which came back so often that they may be what kills the process, come last and each
/// alone. When a process dies the broker counts a delivery of everything it had fetched, so that a
/// poisonous message would take its neighbours with it to the dead letters if it always came before
/// them. In the first round of suspicion the oldest is handed out first, in the second the latest,
/// and after that any.
struct DeliveryBuffer {
    private var deliveries: Deque<Arrival> = []
    private var suspects: Deque<Delivery> = []
    private let suspectDeliveries: Int?
    /// When the oldest arrived, as far as it matters: set anew for what a batch leaves behind.
    private var waitingSince: ContinuousClock.Instant?

    private struct Arrival {
        let delivery: Delivery
        let instant: ContinuousClock.Instant
    }

    init(suspectDeliveries: Int? = nil) {
        self.suspectDeliveries = suspectDeliveries
    }

    var count: Int {
        self.deliveries.count + self.suspects.count
    }

    /// Whether the next batch is a suspect.
    var isSuspectNext: Bool {
        self.deliveries.isEmpty && !self.suspects.isEmpty
    }

    mutating func append(_ delivery: Delivery) {
        let now = ContinuousClock.now
        if self.waitingSince == nil { self.waitingSince = now }
        if let limit = self.suspectDeliveries, delivery.deliveryCount >= limit {
            self.suspects.append(delivery)
        } else {
            self.deliveries.append(Arrival(delivery: delivery, instant: now))
        }
    }

    mutating func removeAll() {
        self = DeliveryBuffer(suspectDeliveries: self.suspectDeliveries)
    }

    /// When the present deliveries make a batch even if no more arrive.
    func due(_ policy: BatchPolicy) -> ContinuousClock.Instant? {
        self.waitingSince?.advanced(by: policy.maximumWait)
    }

    func isRipe(_ policy: BatchPolicy, now: ContinuousClock.Instant) -> Bool {
        guard let due = self.due(policy) else { return false }
        return self.count >= policy.maximumCount || due <= now
    }

    mutating func take(_ maximumCount: Int) -> [Delivery] {
        let batch = self.isSuspectNext ? [self.takeSuspect()] : self.takeOldest(maximumCount)
        // What is left has waited as long, so it does not wait again.
        if self.count == 0 { self.waitingSince = nil }
        return batch
    }

    /// Offers each to `receiver`, oldest first, until it refuses one; returns what it took.
    mutating func offer(to receiver: some DeliveryReceiver) -> [Delivery] {
        let taken = self.deliveries.prefix { receiver.take($0.delivery, at: $0.instant) }
            .map(\.delivery)
        self.deliveries.removeFirst(taken.count)
        if self.count == 0 { self.waitingSince = nil }
        return taken
    }

    private mutating func takeOldest(_ maximumCount: Int) -> [Delivery] {
        let batch = self.deliveries.prefix(maximumCount).map(\.delivery)
        self.deliveries.removeFirst(batch.count)
        return batch
    }

    private mutating func takeSuspect() -> Delivery {
        switch self.suspects[0].deliveryCount - (self.suspectDeliveries ?? 0) {
        case 0: self.suspects.removeFirst()
        case 1: self.suspects.removeLast()
        default: self.suspects.remove(at: Int.random(in: self.suspects.indices))
        }
    }
}
