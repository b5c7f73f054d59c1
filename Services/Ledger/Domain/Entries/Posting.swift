package import Contracts
package import Kernel

/// A business fact to enter: goods that moved.
package struct Posting: Hashable, Sendable {
    package let id: ID<Entry>
    package let kind: EntryKind
    package let about: Circumstances
    package let lines: [Line]

    package init(id: ID<Entry>, kind: EntryKind, about: Circumstances, lines: [Line]) {
        self.id = id
        self.kind = kind
        self.about = about
        self.lines = lines
    }

    /// The most lines that one entry can have: as many as a message of a till.
    package static let maximumLines = 2_000
    /// The most movements that one entry can have, so that one message can tell of it.
    ///
    /// A line has one for each unit with a number and for each lot that it takes from.
    package static let maximumMovements = 3_000

    /// How much of what went from where to where.
    package struct Line: Hashable, Sendable {
        /// As the document counts its lines, from 1; `nil` for the position.
        package let number: Int?
        package let variant: VariantName
        package let lot: LotName?
        /// As many numbers as units, for variants that are tracked by serial.
        package let serials: [String]
        /// In base units, or packs of a barcode; always positive, `from` and `to` tell the way.
        ///
        /// Zero where there is a `target`.
        package let quantity: Quantity
        /// How much there is to be at `to`, for lines that do not say how much moves.
        package let target: LevelTarget?
        /// What one base unit cost, for goods that come in.
        package let unitCost: UnitPrice?
        package let from: LocationName
        /// Whether the goods may also be anywhere below `from`.
        package let isAnywhere: Bool
        package let to: LocationName

        package init(
            number: Int? = nil,
            variant: VariantName,
            lot: LotName? = nil,
            serials: [String] = [],
            quantity: Quantity,
            target: LevelTarget? = nil,
            unitCost: UnitPrice? = nil,
            from: LocationName,
            isAnywhere: Bool = false,
            to: LocationName
        ) {
            self.number = number
            self.variant = variant
            self.lot = lot
            self.serials = serials
            self.quantity = quantity
            self.target = target
            self.unitCost = unitCost
            self.from = from
            self.isAnywhere = isAnywhere
            self.to = to
        }
    }
}

extension Posting {
    /// Whether some of its lines say how much there is to be.
    package var setsLevels: Bool { self.lines.contains { $0.target != nil } }

    /// Whether a lot that it names by number may be new to the book.
    package var mayIntroduceLots: Bool { self.kind.mayIntroduceItemsOfTills }
}
