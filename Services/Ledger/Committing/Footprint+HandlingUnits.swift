import Contracts
import Kernel
import LedgerDomain

extension Footprint {
    /// All that is on handling units which are emptied or taken to other warehouses, and where it may
    /// go.
    ///
    /// What other commands of the batch put on them goes with them. Of several steps each may bring
    /// its goods to the unit of the next one: then anything may be anywhere. A step has a batch of its
    /// own as a rule, so that this is seldom much.
    mutating func add(
        _ contents: UnitContents,
        of commands: [LedgerCommand],
        in state: LedgerState
    ) {
        guard !contents.variants.isEmpty else { return }
        let steps = commands.compactMap { command -> HandlingStep? in
            guard case .handle(let step) = command else { return nil }
            return step
        }
        var variants = contents.variants
        for key in self.places where variants[key.location] != nil {
            variants[key.location]?.insert(key.variant)
        }
        let all = Set(variants.values.joined())
        let targets = steps.compactMap { $0.destination.flatMap(state.location)?.id }
        for (place, own) in variants {
            self.emptiedPlaces.insert(place)
            let others = state.places(ofUnitAt: place)
            for variant in steps.count > 1 ? all : own {
                for location in others {
                    self.places.insert(Balance.Key(variant: variant, location: location))
                }
            }
        }
        for variant in all {
            self.choices.insert(variant)
            for target in targets {
                self.places.insert(Balance.Key(variant: variant, location: target))
            }
            for warehouse in contents.warehouses {
                self.availabilities.insert(
                    Availability.Key(variant: variant, warehouse: warehouse)
                )
            }
        }
    }
}
