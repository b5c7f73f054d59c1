import Configuration
import LedgerDomain
import ServiceKit

/// How the ledger numbers handling units that nobody has given a code.
struct UnitNumbering: Sendable {
    /// The company's prefix, which GS1 gives; without it whoever makes a unit names its code.
    var prefix: String?
    /// The digit before the prefix.
    var extensionDigit = 0
}

extension UnitNumbering {
    /// ## Configuration keys
    /// - `ledger.units.prefix` (4 to 12 digits): the company's GS1 prefix; with it handling units
    ///   without a code get the next SSCC.
    /// - `ledger.units.extension` (int, default 0, 0...9): the digit before the prefix.
    init(reader: ConfigReader) throws(ConfigurationError) {
        self.prefix = reader.optionalText("ledger.units.prefix")
        self.extensionDigit = try reader.integer("ledger.units.extension", default: 0, in: 0...9)
        guard let prefix else { return }
        guard SSCC(extension: self.extensionDigit, prefix: prefix, serial: 1) != nil else {
            throw .invalid("ledger.units.prefix", rule: "4 to 12 digits", value: prefix)
        }
    }
}
