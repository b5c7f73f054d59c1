/// A currency by its ISO 4217 code, with the number of decimals of its smallest unit.
///
/// Codes that ISO 4217 gives other than two decimals are listed; all others have two.
package struct Currency: Hashable, Sendable {
    package let code: String

    private static let decimalsByCode: [String: Int] = [
        "BHD": 3, "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0,
        "KMF": 0, "KRW": 0, "KWD": 3, "LYD": 3, "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0,
        "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    ]

    /// Three capital letters; `nil` for anything else.
    package init?(_ code: String) {
        guard code.utf8.count == 3,
            code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { return nil }
        self.code = code
    }

    package var decimals: Int { Currency.decimalsByCode[self.code] ?? 2 }
}

extension Currency: TextCodable {
    package static let form = "an ISO 4217 code"

    package var description: String { self.code }
}

extension Currency: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.append(self.code)
    }
}
