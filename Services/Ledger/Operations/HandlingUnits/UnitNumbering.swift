import Configuration
import LedgerDomain
import Postgres
import ServiceKit

/// How the ledger numbers handling units that nobody has given a code.
struct UnitNumbering: Sendable {
    /// The company's prefix, which GS1 gives; without it whoever makes a unit names its code.
    var prefix: String?
    /// The digit before the prefix.
    var extensionDigit = 0
    /// No serial number is less.
    var first: Int64 = 1
}

extension UnitNumbering {
    /// The serial number after the highest that anybody has used; `nil` where none was.
    func firstUnused(in transaction: borrowing Transaction) throws -> Int64? {
        guard let prefix,
            let range = SSCC.range(extension: self.extensionDigit, prefix: prefix),
            let code = try HandlingUnitStore.highestCode(range, in: transaction)
        else { return nil }
        return SSCC.serial(of: code, prefix: prefix).map { $0 + 1 }
    }
}

extension UnitNumbering {
    /// ## Configuration keys
    /// - `ledger.units.prefix` (4 to 12 digits): the company's GS1 prefix; with it handling units
    ///   without a code get the next SSCC.
    /// - `ledger.units.extension` (int, default 0, 0...9): the digit before the prefix.
    /// - `ledger.units.first` (int, default 1): the first serial number, where others were printed
    ///   elsewhere.
    init(reader: ConfigReader) throws(ConfigurationError) {
        self.prefix = reader.optionalText("ledger.units.prefix")
        self.extensionDigit = try reader.integer("ledger.units.extension", default: 0, in: 0...9)
        self.first = Int64(
            try reader.integer("ledger.units.first", default: 1, in: 0...SSCC.largestSerial)
        )
        guard let prefix else { return }
        guard SSCC(extension: self.extensionDigit, prefix: prefix, serial: self.first) != nil else {
            throw .invalid(
                "ledger.units.prefix",
                rule: "4 to 12 digits, and the first serial number fits",
                value: prefix
            )
        }
    }
}
