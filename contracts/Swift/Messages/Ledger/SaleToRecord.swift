package import Kernel

/// A command among others.
package struct SaleToRecord: Codable, Hashable, Sendable {
    /// What the message id of a command that travels alone is.
    package let commandId: ID<Command>
    /// What everything that follows from one message of a till shares.
    package let correlationId: ID<Command>
    /// The message of the till.
    package let causationId: ID<Command>?
    package let sale: RecordSale

    package init(
        commandId: ID<Command>,
        correlationId: ID<Command>,
        causationId: ID<Command>? = nil,
        sale: RecordSale
    ) {
        self.commandId = commandId
        self.correlationId = correlationId
        self.causationId = causationId
        self.sale = sale
    }
}
