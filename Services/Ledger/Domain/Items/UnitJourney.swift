package import Contracts
package import Kernel

/// Where a unit is by the movements that name it, followed in the order in which they were recorded.
///
/// Movements of one moment have no order of their own: what they come to follows from where they
/// begin and end.
package struct UnitJourney: Hashable, Sendable {
    /// `nil` where that does not follow, as after a till sold one unit twice in a moment.
    package private(set) var place: Place?
    private var hasBegun = false

    package init() {}

    /// A place, as far as it matters to units.
    package struct Place: Hashable, Sendable {
        package let location: ID<Location>
        /// Whether what is there is still ours.
        package let keepsBalances: Bool

        package init(_ location: ID<Location>, keepsBalances: Bool) {
            self.location = location
            self.keepsBalances = keepsBalances
        }
    }

    /// A movement of the unit.
    package struct Step: Hashable, Sendable {
        package let kind: EntryKind
        package let from: Place
        package let to: Place

        package init(_ kind: EntryKind, from: Place, to: Place) {
            self.kind = kind
            self.from = from
            self.to = to
        }
    }

    /// Goes on by all steps of one moment.
    package mutating func go(_ steps: [Step]) {
        guard let first = steps.first else { return }
        if !self.hasBegun, steps.count == 1 { self.place = first.from }
        self.hasBegun = true
        guard steps.count == 1 else {
            self.place = self.end(of: steps)
            return
        }
        // A count says where the unit was at a time; one that was seen elsewhere since stays there.
        if first.kind == .count {
            guard let place = self.place else { return }
            if !self.mayLeave(first.from, at: place) { return }
        }
        self.place = first.to
    }

    private func mayLeave(_ from: Place, at place: Place) -> Bool {
        from.keepsBalances ? from == place : !place.keepsBalances
    }

    /// Where a way ends that takes each step once.
    private func end(of steps: [Step]) -> Place? {
        guard !steps.contains(where: { $0.kind == .count }) else { return nil }
        var surplus: [Place: Int] = [:]
        for step in steps {
            surplus[step.from, default: 0] -= 1
            surplus[step.to, default: 0] += 1
        }
        let ends = surplus.filter { $0.value > 0 }
        // It went in a circle, or has several ends.
        guard let end = ends.first else { return self.place }
        return ends.count == 1 && end.value == 1 ? end.key : nil
    }
}
