package import Kernel

/// How often the stock of a variant in a warehouse fell to a point at which more would be ordered, and for how
/// long it was no more than that.
///
/// It begins with the first goods that come or leave; what was before that, nobody knows.
package struct ReorderCourse: Hashable, Sendable {
    package let point: Quantity
    /// What is there now.
    package private(set) var onHand = Quantity.zero
    /// How often it became no more than the point.
    package private(set) var falls = 0
    /// How long it was no more than the point.
    package private(set) var low = Duration.zero
    /// How long there was nothing.
    package private(set) var out = Duration.zero
    private var last: Timestamp?

    /// Whether more would be ordered now.
    package var isLow: Bool { self.last != nil && self.onHand <= self.point }

    /// Whether more would ever have been ordered.
    package var wasLow: Bool { self.falls > 0 || self.low > .zero }

    package init(point: Quantity) {
        self.point = point
    }

    /// Goods come, or below zero leave; to be told in the order in which that happened, all of one moment
    /// together.
    package mutating func move(_ quantity: Quantity, at time: Timestamp) {
        self.pass(until: time)
        let wasAbove = self.onHand > self.point
        self.onHand += quantity
        if wasAbove, self.onHand <= self.point { self.falls += 1 }
        self.last = self.last ?? time
    }

    /// Time goes by, and nothing moves.
    package mutating func pass(until time: Timestamp) {
        guard let last = self.last, last < time else { return }
        let span = time.duration(since: last)
        if self.onHand <= self.point { self.low += span }
        if self.onHand <= .zero { self.out += span }
        self.last = time
    }
}
