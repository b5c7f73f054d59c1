package import Kernel

/// A stretch of the past in which there would have been less than nothing at a place.
package struct Shortfall: Hashable, Sendable {
    package let from: Timestamp
    /// When there was enough again; `nil` where there still is not.
    package private(set) var until: Timestamp?
    /// The least that there would have been.
    package private(set) var lowest: Quantity

    package init(from: Timestamp, until: Timestamp?, lowest: Quantity) {
        self.from = from
        self.until = until
        self.lowest = lowest
    }

    /// What came to a place at one time, or left it.
    package struct Change: Hashable, Sendable {
        package let time: Timestamp
        package let quantity: Quantity

        package init(at time: Timestamp, _ quantity: Quantity) {
            self.time = time
            self.quantity = quantity
        }
    }

    /// When a place would have had less than nothing because something more left it at some time.
    ///
    /// What is below zero without that is nobody's doing here, and left out. What moves at one time is
    /// judged together.
    ///
    /// - Parameters:
    ///   - taken: How much more left.
    ///   - level: What was there at that time, after all that moved then.
    ///   - changes: What moved later, in the order of time.
    package static func all(
        taking taken: Quantity,
        at time: Timestamp,
        from level: Quantity,
        before changes: [Change]
    ) -> [Shortfall] {
        guard taken.isPositive else { return [] }
        var (level, shortfalls) = (level, [Shortfall]())
        var open: Shortfall?
        func look(at time: Timestamp) {
            let left = level.subtractingClamped(taken)
            guard left.isNegative, !level.isNegative else {
                open?.until = time
                open.map { shortfalls.append($0) }
                open = nil
                return
            }
            var stretch = open ?? Shortfall(from: time, until: nil, lowest: left)
            stretch.lowest = min(stretch.lowest, left)
            open = stretch
        }
        look(at: time)
        for (index, change) in changes.enumerated() {
            level = level.addingClamped(change.quantity)
            let next = index + 1
            guard next == changes.endIndex || changes[next].time != change.time else { continue }
            look(at: change.time)
        }
        return shortfalls + (open.map { [$0] } ?? [])
    }
}
