import Contracts
import Kernel
import LedgerDomain

/// Where units must be: where they were last brought.
struct UnitModel {
    private(set) var places: [ID<Serial>: ID<Location>] = [:]

    mutating func record(_ entry: PostedEntry) {
        for movement in entry.movements {
            guard let unit = movement.serial else { continue }
            // Who counts tells of a time: what has been seen elsewhere since stays there.
            let isMissed = entry.kind == .count && !self.isAt(movement.from, unit)
            if !isMissed { self.places[unit] = movement.to }
        }
    }

    /// Whether a unit can leave a place: any outside gives what is not ours.
    private func isAt(_ place: ID<Location>, _ unit: ID<Serial>) -> Bool {
        guard let current = self.places[unit] else { return true }
        return Company.roots[place] == nil ? Company.roots[current] == nil : current == place
    }

    func differences(in state: LedgerState) -> [String] {
        self.places.filter { unit, place in
            let serial = state.serial(unit)
            return serial?.location != place || serial?.isInStock != (Company.roots[place] != nil)
        }.map { "unit \($0.key) is not at \($0.value)" }
    }
}
