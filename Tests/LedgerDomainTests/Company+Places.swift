import Contracts
import Kernel
import LedgerDomain

extension Company {
    /// Places where goods are ours, each with the root of its tree.
    static let roots: [ID<Location>: ID<Location>] = [
        Company.north.id: Company.north.id, Company.bin.id: Company.north.id,
        Company.south.id: Company.south.id, Company.transit.id: Company.transit.id,
    ]

    /// The kinds of the others.
    static let outside = Dictionary(
        Company.virtual.filter { $0.kind != .transit }.map { ($0.id, $0.kind) }
    ) { first, _ in first }
}

extension Balance.Key {
    /// Where the goods are promised; `nil` outside.
    var level: Availability.Key? {
        Company.roots[self.location].map { Availability.Key(variant: self.variant, warehouse: $0) }
    }
}
