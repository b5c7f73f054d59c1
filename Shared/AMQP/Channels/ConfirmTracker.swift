import DequeModule

/// Which published messages the broker still owes an answer for.
///
/// Confirms come out of order, for one tag or for all up to one, positive or negative, so this is a
/// set and never "the last tag". Belongs to one incarnation of a channel: tags start at 1.
struct ConfirmTracker<Ticket: Sendable> {
    private struct Entry {
        let ticket: Ticket
        let identity: MessageIdentity
        var returned: (code: UInt16, text: String)?
    }

    /// The entry of tag `base + index`; `nil` when settled.
    private var entries: Deque<Entry?> = []
    private var base: UInt64 = 1

    /// How many tags lie between the oldest unsettled one and the newest.
    var span: Int {
        self.entries.count
    }

    /// Remembers the message that is published next.
    mutating func publish(_ ticket: Ticket, _ identity: MessageIdentity) {
        self.entries.append(Entry(ticket: ticket, identity: identity))
    }

    /// Notes that a message came back; its confirm follows and tells the outcome.
    ///
    /// A return names no tag, but it comes before its confirm and in the order of publishing.
    ///
    /// - Returns: `false` when no such message is unsettled.
    mutating func take(_ message: ReturnedMessage) -> Bool {
        let identity = MessageIdentity(message)
        let index = self.entries.firstIndex { entry in
            guard let entry else { return false }
            return entry.returned == nil && entry.identity == identity
        }
        guard let index else { return false }
        self.entries[index]?.returned = (message.code, message.text)
        return true
    }

    /// Takes the broker's answer for `tag`, or for every unsettled tag up to it.
    ///
    /// - Throws: ``AMQPError/Code/connection`` for a tag that was never published.
    mutating func confirm(
        _ tag: UInt64,
        isMultiple: Bool,
        isPositive: Bool
    ) throws(AMQPError) -> [(ticket: Ticket, outcome: PublishOutcome)] {
        let end = self.base + UInt64(self.entries.count)
        // Zero means all that is unsettled (AMQP 0-9-1, basic.ack).
        let last = tag == 0 && isMultiple ? end - 1 : tag
        guard last < end else {
            throw AMQPError(.connection, "the broker confirmed tag \(tag), which was not published")
        }
        guard last >= self.base else { return [] }
        let index = Int(last - self.base)
        var settled: [(ticket: Ticket, outcome: PublishOutcome)] = []
        for index in (isMultiple ? 0 : index)...index {
            guard let entry = self.entries[index] else { continue }
            settled.append((entry.ticket, Self.outcome(entry, isPositive: isPositive)))
            self.entries[index] = nil
        }
        while let first = self.entries.first, first == nil {
            self.entries.removeFirst()
            self.base += 1
        }
        return settled
    }

    /// Gives up on all that is unsettled, because the channel is gone.
    mutating func abandonAll() -> [Ticket] {
        defer { self = ConfirmTracker() }
        return self.entries.compactMap { $0?.ticket }
    }

    private static func outcome(_ entry: Entry, isPositive: Bool) -> PublishOutcome {
        guard isPositive else { return .refused }
        guard let returned = entry.returned else { return .confirmed }
        return .unroutable(code: returned.code, text: returned.text)
    }
}

/// What tells a returned message from the others on its channel.
struct MessageIdentity: Hashable, Sendable {
    let messageID: String?
    let exchange: String
    let routingKey: String

    init(_ message: OutboundMessage) {
        self.messageID = message.properties.messageID
        self.exchange = message.exchange
        self.routingKey = message.routingKey
    }

    init(_ message: ReturnedMessage) {
        self.messageID = message.properties.messageID
        self.exchange = message.exchange
        self.routingKey = message.routingKey
    }
}
