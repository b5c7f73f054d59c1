package import Contracts
package import Kernel

/// The lots of one variant, had goods always left by one rule.
///
/// What was sold, shipped, used up or moved to another warehouse is chosen anew; what came in, was
/// corrected or was written off is of the lot that it was. What undoes a movement brings back what
/// that one has taken here. Lots are taken whatever their status was then, which is not followed.
package struct LotReplay: Sendable {
    /// All lots in the order in which the rule takes them, and the place of each in it.
    private let lots: [ID<Lot>]
    private let ranks: [ID<Lot>: Int]
    /// The places of those that there are some of, in order.
    private var stocked: [ID<Location>: [Int]] = [:]
    /// What is where; below zero where more left than there was.
    package private(set) var stock: [Place: Quantity] = [:]
    private var moved: [ID<Movement>: [Part]] = [:]

    /// - Parameter strategy: Places within a warehouse are not told apart, so `closest` chooses as `fefo`.
    package init(_ strategy: RemovalStrategy, lots: [Candidate]) {
        let order = lots.sorted { $0.leaves(before: $1, by: strategy) }.map(\.id)
        self.lots = order
        self.ranks = Dictionary(zip(order, order.indices)) { first, _ in first }
    }

    /// What a lot is chosen by.
    package struct Candidate: Hashable, Sendable {
        package let id: ID<Lot>
        package let code: String
        package let expiresOn: CivilDate?
        /// When the ledger first knew of it.
        package let since: Timestamp

        package init(
            id: ID<Lot>,
            code: String,
            expiresOn: CivilDate?,
            since: Timestamp
        ) {
            self.id = id
            self.code = code
            self.expiresOn = expiresOn
            self.since = since
        }
    }

    /// A lot in a warehouse; without one what the book had of none.
    package struct Place: Hashable, Sendable {
        package let warehouse: ID<Location>
        package let lot: ID<Lot>?

        package init(warehouse: ID<Location>, lot: ID<Lot>?) {
            self.warehouse = warehouse
            self.lot = lot
        }
    }

    /// A movement as it was posted.
    package struct Step: Sendable {
        package let id: ID<Movement>
        package let kind: EntryKind
        package let lot: ID<Lot>?
        package let quantity: Quantity
        /// `nil` for what is outside of warehouses.
        package let from: ID<Location>?
        package let to: ID<Location>?
        package let reverses: ID<Movement>?

        package init(
            id: ID<Movement>,
            kind: EntryKind,
            lot: ID<Lot>?,
            quantity: Quantity,
            from: ID<Location>?,
            to: ID<Location>?,
            reverses: ID<Movement>?
        ) {
            self.id = id
            self.kind = kind
            self.lot = lot
            self.quantity = quantity
            self.from = from
            self.to = to
            self.reverses = reverses
        }

        fileprivate var isChosen: Bool { self.kind.usesGoods || self.kind == .transfer }
    }

    /// Some of a lot.
    private struct Part {
        let lot: ID<Lot>?
        var quantity: Quantity
    }

    /// Follows movements in the order of recording.
    package mutating func follow(_ step: Step) {
        guard step.from != step.to else { return }
        var parts: [Part] = []
        if let reversed = step.reverses {
            parts = self.takeBack(step.quantity, of: reversed)
        } else if let from = step.from, step.isChosen {
            parts = self.choose(step.quantity, in: from)
        }
        let missing = step.quantity - parts.reduce(.zero) { $0 + $1.quantity }
        if missing.isPositive { parts.append(Part(lot: step.lot, quantity: missing)) }
        for part in parts {
            if let from = step.from {
                self.add(-part.quantity, to: Place(warehouse: from, lot: part.lot))
            }
            if let to = step.to {
                self.add(part.quantity, to: Place(warehouse: to, lot: part.lot))
            }
        }
        self.moved[step.id] = parts
    }

    /// What a movement has moved here, the last part first; that cannot come back again.
    private mutating func takeBack(_ wanted: Quantity, of movement: ID<Movement>) -> [Part] {
        var (left, parts, missing) = (self.moved[movement] ?? [], [Part](), wanted)
        while missing.isPositive, let last = left.popLast() {
            let quantity = min(missing, last.quantity)
            parts.append(Part(lot: last.lot, quantity: quantity))
            missing -= quantity
            guard last.quantity > quantity else { continue }
            left.append(Part(lot: last.lot, quantity: last.quantity - quantity))
        }
        self.moved[movement] = left
        return parts
    }

    private func choose(_ wanted: Quantity, in warehouse: ID<Location>) -> [Part] {
        var (parts, missing) = ([Part](), wanted)
        for rank in self.stocked[warehouse] ?? [] {
            guard missing.isPositive else { break }
            let place = Place(warehouse: warehouse, lot: self.lots[rank])
            let quantity = min(missing, self.stock[place] ?? .zero)
            parts.append(Part(lot: place.lot, quantity: quantity))
            missing -= quantity
        }
        return parts
    }

    private mutating func add(_ quantity: Quantity, to place: Place) {
        let before = self.stock[place] ?? .zero
        let after = before + quantity
        self.stock[place] = after
        guard before.isPositive != after.isPositive, let lot = place.lot,
            let rank = self.ranks[lot]
        else { return }
        let index = self.index(of: rank, in: place.warehouse)
        if after.isPositive {
            self.stocked[place.warehouse, default: []].insert(rank, at: index)
        } else {
            self.stocked[place.warehouse]?.remove(at: index)
        }
    }

    /// Where a lot is or belongs among those that there are some of.
    private func index(of rank: Int, in warehouse: ID<Location>) -> Int {
        let ranks = self.stocked[warehouse] ?? []
        var (low, high) = (ranks.startIndex, ranks.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if ranks[middle] < rank { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension LotReplay.Candidate {
    fileprivate func leaves(
        before other: LotReplay.Candidate,
        by strategy: RemovalStrategy
    ) -> Bool {
        let ranks = (self.ranks(by: strategy), other.ranks(by: strategy))
        return ranks.0 == ranks.1 ? self.id < other.id : ranks.0 < ranks.1
    }

    private func ranks(by strategy: RemovalStrategy) -> (Int64, Int64) {
        let day = self.expiresOn?.daysSinceEpoch ?? .max
        let since = self.since.microseconds
        return switch strategy {
        case .fefo, .closest: (day, since)
        case .fifo: (since, day)
        case .lifo: (-since, day)
        }
    }
}
