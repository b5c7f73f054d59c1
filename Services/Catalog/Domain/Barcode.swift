package import Kernel

/// A code that a scanner reads for a variant, and how many base units one scan stands for.
package struct Barcode: Hashable, Sendable {
    package static let maximumCharacters = 64

    package let code: String
    package let symbology: Symbology
    package let packQuantity: Quantity

    /// Takes a code for what it is: digits of a GTIN's length must be a GTIN, unless the caller says
    /// that the code is the company's own.
    ///
    /// - Throws: ``BrokenRule``: those of ``GTIN`` and ``Text``, `symbology` where the code is not
    ///   of the kind asked for, or `positive` for the pack.
    package init(
        _ text: String,
        symbology: Symbology? = nil,
        packQuantity: Quantity = 1
    ) throws(BrokenRule) {
        guard packQuantity.isPositive else {
            throw BrokenRule("positive", "a pack must hold more than zero")
        }
        self.packQuantity = packQuantity
        let code = try Text.normalized(text, characters: 1...Barcode.maximumCharacters)
        self.code = code
        guard symbology != .internal, symbology != nil || GTIN.looksLikeOne(code) else {
            self.symbology = .internal
            return
        }
        let found = Symbology(of: try GTIN(code))
        guard symbology == nil || symbology == found else {
            throw BrokenRule("symbology", "is a \(found.rawValue)")
        }
        self.symbology = found
    }

    /// A barcode read back from where it was stored.
    package init(stored code: String, symbology: Symbology, packQuantity: Quantity) {
        self.code = code
        self.symbology = symbology
        self.packQuantity = packQuantity
    }

    /// What must be unique among all barcodes: a GTIN whatever its length, or the code itself.
    package var key: String {
        switch self.symbology {
        case .internal: "internal:\(self.code)"
        case .gtin8, .gtin12, .gtin13, .gtin14: "gtin:\(GTIN.padded(self.code))"
        }
    }

    /// The keys under which a scanned text may be known, the more likely first.
    package static func keys(ofScanned text: String) -> [String] {
        guard let code = try? Text.normalized(text, characters: 1...Barcode.maximumCharacters)
        else {
            // What can't be stored can't be found either.
            return []
        }
        guard GTIN.looksLikeOne(code) else { return ["internal:\(code)"] }
        return ["gtin:\(GTIN.padded(code))", "internal:\(code)"]
    }
}
