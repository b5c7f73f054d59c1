/// The short name of a unit of measure, such as `each`, `kg` or `box-12`.
package struct UnitCode: Hashable, Sendable {
    package static let maximumCharacters = 16

    /// Counts whole pieces; every catalog has it.
    package static let each = UnitCode(known: "each")

    package let rawValue: String

    /// - Throws: ``BrokenRule`` `required`, `max-length` or `unit-code`.
    package init(_ text: String) throws(BrokenRule) {
        let code = try Text.trimmed(text, characters: 1...UnitCode.maximumCharacters)
        guard code.utf8.allSatisfy(UnitCode.isPlain), !"._-".contains(code.first ?? "-") else {
            throw BrokenRule(
                "unit-code",
                "must consist of letters, digits, dots, underscores and hyphens, a letter or"
                    + " digit first"
            )
        }
        self.rawValue = code
    }

    private init(known code: String) {
        self.rawValue = code
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension UnitCode: CustomStringConvertible {
    package var description: String { self.rawValue }
}
