package import Contracts
package import Kernel

/// The entries by which the book follows what was counted.
package enum CountEntry {
    /// The source of their documents; nobody else may use it.
    package static let source = "stockbook-count"

    /// The document of one entry, which takes effect once: whoever evaluates the same count at the
    /// same time makes the same one.
    package static func reference(of count: ID<CountResult>, revision: Int) -> Reference {
        Reference(source: self.source, document: "\(count)/\(revision)")
    }

    /// The entry that brings the book of that time to what was seen; `nil` where it is that already.
    package static func posting(
        _ count: ReckonedCount,
        of key: CountedKey,
        id: ID<Entry>
    ) -> Posting? {
        guard count.correction != .zero else { return nil }
        let (place, outside) = (LocationName.id(key.location), LocationName.virtual(.adjustment))
        let isFound = count.correction.isPositive
        return Posting(
            id: id,
            kind: .count,
            about: Circumstances(
                effectiveAt: count.observedAt,
                reference: self.reference(of: count.id, revision: count.revision),
                reason: AdjustmentReason.count.rawValue
            ),
            lines: [
                Posting.Line(
                    variant: .id(key.variant),
                    lot: key.lot.map { .id($0) },
                    serials: key.serial.map { [$0] } ?? [],
                    quantity: isFound ? count.correction : -count.correction,
                    from: isFound ? outside : place,
                    to: isFound ? place : outside
                )
            ]
        )
    }
}

extension Posting {
    /// The count that it follows; `nil` for anything else.
    package var count: ID<CountResult>? {
        guard self.kind == .count, let document = self.about.reference?.document else { return nil }
        return ID<CountResult>(String(document.prefix { $0 != "/" }))
    }
}
