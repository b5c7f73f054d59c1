import Contracts
import Kernel
import LedgerDomain

extension Company {
    /// A line of an adjustment that says how much there is to be.
    static func level(
        _ level: Quantity,
        expecting expected: Quantity?,
        of variant: StockVariant = Company.plain,
        lot: LotName? = nil,
        at location: StockLocation = Company.north
    ) -> Posting.Line {
        Posting.Line(
            setting: LevelTarget(level, expected: expected),
            of: .sku(variant.sku),
            lot: lot,
            at: .id(location.id),
            against: .virtual(.adjustment)
        )
    }

    /// Sets one level.
    static func set(
        to level: Quantity,
        expecting expected: Quantity?,
        of variant: StockVariant = Company.plain,
        lot: LotName? = nil,
        at location: StockLocation = Company.north
    ) -> LedgerCommand {
        let line = Company.level(level, expecting: expected, of: variant, lot: lot, at: location)
        return .post(.adjust, [line])
    }

    /// A line of goods that are found.
    static func found(_ quantity: Quantity) -> Posting.Line {
        Posting.Line(
            variant: .sku(Company.plain.sku),
            quantity: quantity,
            from: .virtual(.adjustment),
            to: .id(Company.north.id)
        )
    }

    /// The place of goods outside.
    static func account(_ kind: LocationKind) -> ID<Location>? {
        Company.virtual.first { $0.kind == kind }?.id
    }
}

extension LevelMismatch {
    /// That of plain goods at the northern warehouse.
    init(expected: Quantity, actual: Quantity, line: Int = 0) {
        self.init(
            sku: "PLAIN",
            location: Company.north.id,
            expected: expected,
            actual: actual,
            line: line
        )
    }
}
