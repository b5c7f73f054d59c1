package import Contracts
package import Kernel

/// How a command names a variant.
package enum VariantName: Hashable, Sendable {
    case id(ID<Variant>)
    case sku(String)
    /// With a barcode, quantities count the packs that carry it.
    case barcode(String)
}

extension VariantName: CustomStringConvertible {
    package var description: String {
        switch self {
        case .id(let id): id.description
        case .sku(let sku): sku
        case .barcode(let code): code
        }
    }
}

/// What a scanned code stands for.
package struct Pack: Hashable, Sendable {
    package let variant: ID<Variant>
    /// How many base units one pack holds.
    package let content: Quantity

    package init(variant: ID<Variant>, content: Quantity) {
        self.variant = variant
        self.content = content
    }

    /// The base units in `packs`, or `nil` where that is not exact or leaves the range.
    package func baseUnits(in packs: Quantity) -> Quantity? {
        let product = packs.tenThousandths.multipliedFullWidth(by: self.content.tenThousandths)
        let unit: Int64 = 10_000
        // Dividing traps where the quotient does not fit, which the high half tells beforehand.
        guard product.high >= 0, product.high < unit / 2 else { return nil }
        let (quotient, remainder) = unit.dividingFullWidth(product)
        return remainder == 0 ? Quantity(tenThousandths: quotient) : nil
    }
}
