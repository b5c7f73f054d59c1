package import Contracts
package import Kernel

/// Goods that are to be brought from one place of ours to another, and how far they have come.
package struct StockTransfer: Hashable, Sendable {
    package let id: ID<TransferOrder>
    /// The warehouse that dispatches.
    package let from: ID<Location>
    /// The warehouse that receives; the same one for goods that move inside of it.
    package let to: ID<Location>
    package let reference: Reference?
    package let note: String?
    /// Why the rest was given up, as the last cancellation that said it did.
    package private(set) var cancelReason: String?
    package let actor: Actor
    package let createdAt: Timestamp
    /// 1 when made, then one more with every change.
    package private(set) var version: Int64
    package private(set) var lines: [TransferLine]

    package init(
        id: ID<TransferOrder>,
        from: ID<Location>,
        to: ID<Location>,
        reference: Reference? = nil,
        note: String? = nil,
        cancelReason: String? = nil,
        actor: Actor,
        createdAt: Timestamp,
        version: Int64 = 1,
        lines: [TransferLine]
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.reference = reference
        self.note = note
        self.cancelReason = cancelReason
        self.actor = actor
        self.createdAt = createdAt
        self.version = version
        self.lines = lines
    }

    /// Follows from the lines, and so from the entries of the order.
    package var state: TransferState {
        if self.lines.contains(where: \.inTransit.isPositive) { return .inTransit }
        if self.lines.contains(where: \.open.isPositive) { return .open }
        return self.lines.contains(where: \.dispatched.isPositive) ? .closed : .cancelled
    }

    /// All that can still leave, or is on the road, as a command would name it.
    func everything(for way: TransferStep.Way) -> [DocumentPart] {
        self.lines.enumerated().compactMap { index, line in
            let quantity = way == .dispatch ? line.open : line.inTransit
            guard quantity.isPositive else { return nil }
            return DocumentPart(number: index + 1, quantity: quantity)
        }
    }

    /// Changes a line that is there.
    mutating func change(line number: Int, _ change: (inout TransferLine) -> Void) {
        change(&self.lines[number - 1])
    }

    /// Gives up all that has not left.
    mutating func cancel(because reason: String?) {
        for index in self.lines.indices { self.lines[index].cancel() }
        self.cancelReason = reason ?? self.cancelReason
        self.version += 1
    }

    /// Settles the version after a change.
    mutating func settle() { self.version += 1 }
}
