package import Contracts
package import Kernel

/// What somebody saw of one key, accepted as what was there at that time.
package struct AcceptedCount: Hashable, Sendable {
    package let id: ID<CountResult>
    /// Grows with every count that is accepted.
    package let number: Int64
    package let observedAt: Timestamp
    package let seen: Quantity
    /// What the book says was there by then: all that is known to have happened until then, the
    /// entries of counts included.
    package let level: Quantity
    /// What the entries of this count come to.
    package let posted: Quantity
    /// How many entries it has.
    package let revision: Int

    package init(
        id: ID<CountResult>,
        number: Int64 = 1,
        observedAt: Timestamp,
        seen: Quantity,
        level: Quantity,
        posted: Quantity = .zero,
        revision: Int = 0
    ) {
        self.id = id
        self.number = number
        self.observedAt = observedAt
        self.seen = seen
        self.level = level
        self.posted = posted
        self.revision = revision
    }
}

extension AcceptedCount {
    /// The same count, had something more happened before it.
    package func adding(_ change: Quantity, since time: Timestamp) -> AcceptedCount {
        guard time <= self.observedAt else { return self }
        return AcceptedCount(
            id: self.id,
            number: self.number,
            observedAt: self.observedAt,
            seen: self.seen,
            level: self.level.addingClamped(change),
            posted: self.posted,
            revision: self.revision
        )
    }
}

/// What one accepted count comes to, by everything that is known now.
package struct ReckonedCount: Hashable, Sendable {
    package let id: ID<CountResult>
    package let observedAt: Timestamp
    /// What should have been there: by the book, without the entries of this count.
    package let expected: Quantity
    /// What was seen, less what should have been there: what nothing explains.
    package let residual: Quantity
    /// What is still to be entered, so that the book had then what was seen.
    package let correction: Quantity
    /// The number of the entry that enters it, among those of this count.
    package let revision: Int
}

/// Evaluates the counts of one key against the book of the times at which they were made.
///
/// A count is an observation and sets nothing: its entries make the book of its time what was seen, and
/// what happened later counts on from there. A fact that arrives late and happened before therefore
/// changes the variance of the count and not what is on hand; one that happened after changes what is
/// on hand and not the variance. What a count comes to depends on the facts alone, and not on the order
/// in which they arrive.
package enum CountReckoning {
    /// The counts in the order of their times; each is evaluated with the entries of those before it.
    ///
    /// Of two at the same time the one that was accepted later counts as later.
    package static func reckon(_ counts: [AcceptedCount]) -> [ReckonedCount] {
        let counts = counts.sorted { left, right in
            left.observedAt == right.observedAt
                ? left.number < right.number : left.observedAt < right.observedAt
        }
        var entered = Quantity.zero
        return counts.indices.map { index in
            let count = counts[index]
            // The level of a time has the entries of all counts of that time, also of later ones.
            let later = counts[(index + 1)...].prefix { $0.observedAt == count.observedAt }
                .reduce(Quantity.zero) { $0.addingClamped($1.posted) }
            let level = count.level.subtractingClamped(later).addingClamped(entered)
            let expected = level.subtractingClamped(count.posted)
            // What is more than one entry may have is left to the next evaluation.
            let correction = min(
                max(count.seen.subtractingClamped(level), -.largestLine),
                .largestLine
            )
            entered = entered.addingClamped(correction)
            return ReckonedCount(
                id: count.id,
                observedAt: count.observedAt,
                expected: expected,
                residual: count.seen.subtractingClamped(expected),
                correction: correction,
                revision: count.revision + 1
            )
        }
    }
}
