package import Kernel

/// A message of a POS was understood, resolved and sent on to the ledger.
package struct SaleAccepted: Codable, Hashable, Sendable {
    package let messageId: ID<PosMessage>
    /// What everything that follows from one message of a till shares.
    package let correlationId: ID<Command>
    /// What it was sent on for: the message of the till, or the fact that it waited for; `nil` where
    /// a person decided so.
    package let causationId: ID<Command>?
    package let kind: PosMessageKind
    package let reference: Reference
    package let terminal: String?
    package let sequence: Int64?
    /// When it happened at the till.
    package let occurredAt: Timestamp
    /// `nil` for a void, which happens where its original did.
    package let locationId: ID<Location>?
    /// How many lines it has; 0 for a void.
    package let lineCount: Int

    package init(
        messageId: ID<PosMessage>,
        correlationId: ID<Command>,
        causationId: ID<Command>? = nil,
        kind: PosMessageKind,
        reference: Reference,
        terminal: String? = nil,
        sequence: Int64? = nil,
        occurredAt: Timestamp,
        locationId: ID<Location>? = nil,
        lineCount: Int
    ) {
        self.messageId = messageId
        self.correlationId = correlationId
        self.causationId = causationId
        self.kind = kind
        self.reference = reference
        self.terminal = terminal
        self.sequence = sequence
        self.occurredAt = occurredAt
        self.locationId = locationId
        self.lineCount = lineCount
    }
}
