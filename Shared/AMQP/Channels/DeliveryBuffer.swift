import DequeModule

/// Deliveries that wait for a handler, oldest first.
struct DeliveryBuffer {
    private var deliveries: Deque<Delivery> = []
    /// When the oldest arrived, as far as it matters: set anew for what a batch leaves behind.
    private var waitingSince: ContinuousClock.Instant?

    var count: Int {
        self.deliveries.count
    }

    mutating func append(_ delivery: Delivery) {
        if self.waitingSince == nil { self.waitingSince = .now }
        self.deliveries.append(delivery)
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
        let batch = Array(self.deliveries.prefix(maximumCount))
        self.deliveries.removeFirst(batch.count)
        // What is left has waited as long, so it does not wait again.
        if self.deliveries.isEmpty { self.waitingSince = nil }
        return batch
    }
}
