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

    /// When a place would have had less than nothing because of what is tried.
    ///
    /// What is below zero without that is nobody's doing here, and left out. What moves at one time is
    /// judged together.
    ///
    /// - Parameters:
    ///   - tried: What would have come to the place or left it besides.
    ///   - level: What was there when the first of that moved, after all else that moved then.
    ///   - changes: What moved later.
    ///   - end: From when on it is not known what moved, so that nothing begins or ends then.
    package static func all(
        trying tried: [Change],
        from level: Quantity,
        before changes: [Change],
        until end: Timestamp? = nil
    ) -> [Shortfall] {
        guard tried.contains(where: \.quantity.isNegative) else { return [] }
        let moves = (tried.map { ($0, true) } + changes.map { ($0, false) })
            .filter { move in end.map { move.0.time < $0 } ?? true }
            .sorted { $0.0.time < $1.0.time }
        var (level, more, shortfalls) = (level, Quantity.zero, [Shortfall]())
        var open: Shortfall?
        for (index, (change, isTried)) in moves.enumerated() {
            if isTried {
                more = more.addingClamped(change.quantity)
            } else {
                level = level.addingClamped(change.quantity)
            }
            let next = index + 1
            guard next == moves.endIndex || moves[next].0.time != change.time else { continue }
            let left = level.addingClamped(more)
            guard left.isNegative, !level.isNegative else {
                open?.until = change.time
                open.map { shortfalls.append($0) }
                open = nil
                continue
            }
            var stretch = open ?? Shortfall(from: change.time, until: nil, lowest: left)
            stretch.lowest = min(stretch.lowest, left)
            open = stretch
        }
        return shortfalls + (open.map { [$0] } ?? [])
    }
}
