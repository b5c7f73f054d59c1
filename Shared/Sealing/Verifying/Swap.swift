/// Whether two misfits are two records that changed places.
enum Swap {
    static func explains(_ first: Suspects.Misfit, _ second: Suspects.Misfit) -> Bool {
        guard let one = first.found.record, let other = second.found.record else { return false }
        // The seals changed places, and not what they are of.
        if one.leafHash(second.sequence) == first.leaf.hash,
            other.leafHash(first.sequence) == second.leaf.hash
        {
            return true
        }
        return Self.exchanges.contains { exchange in
            var (one, other) = (one, other)
            exchange(&one, &other)
            // Each belongs to the leaf of its name.
            let isCrossed = one.id != first.leaf.movement
            let (here, there) = isCrossed ? (other, one) : (one, other)
            return here.leafHash(first.sequence) == first.leaf.hash
                && there.leafHash(second.sequence) == second.leaf.hash
        }
    }

    /// What two records can give each other: their names, or their times.
    private static let exchanges: [@Sendable (inout SealedRecord, inout SealedRecord) -> Void] = [
        { one, other in Self.exchange(\.id, of: &one.movement, &other.movement) },
        { one, other in Self.exchange(\.recordedAt, of: &one.movement, &other.movement) },
        { one, other in
            Self.exchange(\.recordedAt, of: &one.movement, &other.movement)
            swap(&one.entry.recordedAt, &other.entry.recordedAt)
        },
    ]

    private static func exchange<Value>(
        _ field: WritableKeyPath<SealedRecord.Movement, Value>,
        of one: inout SealedRecord.Movement?,
        _ other: inout SealedRecord.Movement?
    ) {
        guard var first = one, var second = other else { return }
        swap(&first[keyPath: field], &second[keyPath: field])
        (one, other) = (first, second)
    }
}
