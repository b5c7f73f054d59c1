/// Writes CSV as RFC 4180 describes it: commas, CR LF, and quotes where a field needs them.
///
/// Spreadsheets take a cell that begins with `=`, `+`, `-`, `@`, a tab or a CR for a formula. Such a field,
/// unless it is a plain number, and one that begins with an apostrophe, is written behind an apostrophe: so
/// whoever takes one off each field that begins with one has what was written.
package struct CSVWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Writes one record.
    package mutating func add(_ fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { self.bytes.append(UInt8(ascii: ",")) }
            self.add(CSVWriter.guarded(field))
        }
        self.bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }

    private mutating func add(_ field: String) {
        let quote = UInt8(ascii: "\"")
        guard field.utf8.contains(where: CSVWriter.needsQuotes) else {
            self.bytes += field.utf8
            return
        }
        self.bytes.append(quote)
        for byte in field.utf8 {
            if byte == quote { self.bytes.append(quote) }
            self.bytes.append(byte)
        }
        self.bytes.append(quote)
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
        default: false
        }
    }

    private static func guarded(_ field: String) -> String {
        guard let first = field.utf8.first, self.begins.contains(first), !self.isNumber(field)
        else {
            return field
        }
        return "'" + field
    }

    private static let begins = Set("=+-@\t\r'".utf8)

    /// Whether a field is a whole number or a decimal, with a minus sign or without.
    private static func isNumber(_ field: String) -> Bool {
        let digits =
            field.utf8.first == UInt8(ascii: "-") ? field.utf8.dropFirst() : field.utf8[...]
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        return (1...2).contains(parts.count)
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
    }
}
