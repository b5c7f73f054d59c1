import DequeModule

/// Which deliveries of one incarnation of a channel are unsettled.
struct SettlementTracker {
    /// Whether tag `base + index` is settled.
    private var isSettled: Deque<Bool> = []
    private var base: UInt64 = 1

    /// Notes a delivery; tags of a channel with one consumer count up from 1 without gaps.
    ///
    /// - Throws: ``AMQPError/Code/connection`` when the broker skips a tag.
    mutating func deliver(_ tag: UInt64) throws(AMQPError) {
        let expected = self.base + UInt64(self.isSettled.count)
        guard tag == expected else {
            throw AMQPError(.connection, "delivery \(tag) arrived instead of \(expected)")
        }
        self.isSettled.append(false)
    }

    /// The commands that settle these deliveries; what is settled or unknown is left out.
    ///
    /// One command acknowledges all up to the end of the contiguous settled prefix. Beyond it each
    /// delivery is acknowledged by itself: `multiple` would swallow the unsettled ones before.
    mutating func settle(
        _ settlements: [(tag: UInt64, settlement: Settlement)]
    )
        -> [SettlementCommand]
    {
        var commands: [SettlementCommand] = []
        var acknowledged: [UInt64] = []
        for (tag, settlement) in settlements {
            guard tag >= self.base, tag - self.base < UInt64(self.isSettled.count) else { continue }
            let index = Int(tag - self.base)
            guard !self.isSettled[index] else { continue }
            self.isSettled[index] = true
            switch settlement {
            case .acknowledge: acknowledged.append(tag)
            case .giveBack: commands.append(.giveBack(tag))
            case .reject: commands.append(.reject(tag))
            }
        }
        while self.isSettled.first == true {
            self.isSettled.removeFirst()
            self.base += 1
        }
        acknowledged.sort()
        let prefix = acknowledged.prefix { $0 < self.base }
        if let last = prefix.last {
            commands.append(.acknowledge(last, isMultiple: prefix.count > 1))
        }
        for tag in acknowledged.dropFirst(prefix.count) {
            commands.append(.acknowledge(tag, isMultiple: false))
        }
        return commands
    }
}

/// A settlement as it goes over the wire.
enum SettlementCommand: Hashable, Sendable {
    /// Everything up to the tag if multiple.
    case acknowledge(UInt64, isMultiple: Bool)
    case giveBack(UInt64)
    case reject(UInt64)
}
