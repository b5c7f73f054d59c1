package import Contracts
package import Kernel

/// What codes stand for, as far as one judgement needs it; codes are compared byte by byte.
package struct CodeBook: Sendable {
    /// A variant, and how many base units one of a code is.
    package struct Meaning: Hashable, Sendable {
        package let variant: ID<Variant>
        package let packQuantity: Quantity
        package let isRetired: Bool

        package init(variant: ID<Variant>, packQuantity: Quantity, isRetired: Bool) {
            self.variant = variant
            self.packQuantity = packQuantity
            self.isRetired = isRetired
        }
    }

    /// What a code of a till turned out to mean.
    package enum Resolution: Hashable, Sendable {
        case found(Meaning)
        case unknown
        /// A SKU of one variant and a barcode of another: only an alias can tell.
        case ambiguous
    }

    /// Aliases of one source, by source and code.
    package var sourceAliases: [String: [Verbatim: Meaning]] = [:]
    /// Aliases that hold for every source.
    package var generalAliases: [Verbatim: Meaning] = [:]
    package var skus: [Verbatim: Meaning] = [:]
    package var barcodes: [Verbatim: Meaning] = [:]
    /// Locations that goods can be in, by code.
    package var locations: [Verbatim: ID<Location>] = [:]

    package init() {}

    /// The meaning of a code for a source: its alias, a general alias, a SKU, a barcode.
    package func resolve(_ text: String, for source: String) -> Resolution {
        let code = Verbatim(text)
        if let alias = self.sourceAliases[source]?[code] ?? self.generalAliases[code] {
            return .found(alias)
        }
        switch (self.skus[code], self.barcodes[code]) {
        case (let sku?, let barcode?) where sku.variant != barcode.variant: return .ambiguous
        case (let sku?, _): return .found(sku)
        case (nil, let barcode?): return .found(barcode)
        case (nil, nil): return .unknown
        }
    }
}
