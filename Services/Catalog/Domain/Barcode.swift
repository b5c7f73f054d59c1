package import Kernel

/// A code that a scanner reads for a variant, and how many base units one scan stands for.
package struct Barcode: Hashable, Sendable {
    package static let maximumCharacters = 64

    package let code: String
    package let format: BarcodeFormat
    package let packQuantity: Quantity

    /// Takes a code for what it is: digits of a GTIN's length must be a GTIN, unless the caller says
    /// that the code is the company's own.
    ///
    /// - Throws: ``BrokenRule``: those of ``GTIN`` and ``Text``, `barcode-characters`, `format`
    ///   where the code is not of the kind asked for, or `positive` for the pack.
    package init(
        _ text: String,
        format: BarcodeFormat? = nil,
        packQuantity: Quantity = 1
    ) throws(BrokenRule) {
        guard packQuantity.isPositive else {
            throw BrokenRule("positive", "a pack must hold more than zero")
        }
        self.packQuantity = packQuantity
        let code = try Text.trimmed(text, characters: 1...Barcode.maximumCharacters)
        guard code.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw BrokenRule("barcode-characters", "must be printable ASCII without spaces")
        }
        self.code = code
        guard format != .other, format != nil || GTIN.looksLikeOne(code) else {
            self.format = .other
            return
        }
        let found = BarcodeFormat(of: try GTIN(code))
        guard format == nil || format == found else {
            throw BrokenRule("format", "is a \(found.rawValue)")
        }
        self.format = found
    }

    /// A barcode read back from where it was stored.
    package init(stored code: String, format: BarcodeFormat, packQuantity: Quantity) {
        self.code = code
        self.format = format
        self.packQuantity = packQuantity
    }

    /// What must be unique among all barcodes: a GTIN whatever its length, or the code itself.
    package var key: String {
        switch self.format {
        case .other: "other:\(self.code)"
        case .gtin8, .gtin12, .gtin13, .gtin14: "gtin:\(GTIN.padded(self.code))"
        }
    }

    /// The keys under which a scanned text may be known, the more likely first.
    package static func keys(ofScanned text: String) -> [String] {
        guard let code = try? Text.trimmed(text, characters: 1...Barcode.maximumCharacters)
        else {
            // What can't be stored can't be found either.
            return []
        }
        guard GTIN.looksLikeOne(code) else { return ["other:\(code)"] }
        return ["gtin:\(GTIN.padded(code))", "other:\(code)"]
    }
}
