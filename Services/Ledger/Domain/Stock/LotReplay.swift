package import Contracts
package import Kernel

/// The lots of one variant, had goods always left by one rule.
///
/// What was sold, shipped, used up or moved to another warehouse is chosen anew; what came in, was
/// corrected or was written off is of the lot that it was. What undoes a movement brings back what
/// that one has taken here. Lots are taken whatever their status was then, which is not followed.
package struct LotReplay: Sendable {
    private let strategy: RemovalStrategy
    private let lots: [ID<Lot>: Candidate]
    /// What is where; below zero where more left than there was.
    package private(set) var stock: [Place: Quantity] = [:]
    private var moved: [ID<Movement>: [Part]] = [:]

    /// - Parameter strategy: Places within a warehouse are not told apart, so `closest` chooses as `fefo`.
    package init(_ strategy: RemovalStrategy, lots: [Candidate]) {
        self.strategy = strategy
        self.lots = Dictionary(lots.map { ($0.id, $0) }) { first, _ in first }
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
                self.stock[Place(warehouse: from, lot: part.lot), default: .zero] -= part.quantity
            }
            if let to = step.to {
                self.stock[Place(warehouse: to, lot: part.lot), default: .zero] += part.quantity
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
        let there = self.lots.values.compactMap { lot -> (lot: Candidate, quantity: Quantity)? in
            let quantity = self.stock[Place(warehouse: warehouse, lot: lot.id)] ?? .zero
            return quantity.isPositive ? (lot, quantity) : nil
        }
        var (parts, missing) = ([Part](), wanted)
        for source in there.sorted(by: { self.leaves($0.lot, before: $1.lot) })
        where missing.isPositive {
            let quantity = min(missing, source.quantity)
            parts.append(Part(lot: source.lot.id, quantity: quantity))
            missing -= quantity
        }
        return parts
    }

    private func leaves(_ left: Candidate, before right: Candidate) -> Bool {
        let ranks = (self.ranks(of: left), self.ranks(of: right))
        return ranks.0 == ranks.1 ? left.id < right.id : ranks.0 < ranks.1
    }

    private func ranks(of lot: Candidate) -> (Int64, Int64) {
        let day = lot.expiresOn?.daysSinceEpoch ?? .max
        let since = lot.since.microseconds
        return switch self.strategy {
        case .fefo, .closest: (day, since)
        case .fifo: (since, day)
        case .lifo: (-since, day)
        }
    }
}
