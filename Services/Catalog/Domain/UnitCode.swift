/// The short name of a unit of measure, such as `each`, `kg` or `box-12`.
package struct UnitCode: Hashable, Sendable {
    package static let maximumCharacters = 16

    /// Counts whole pieces; every catalog has it.
    package static let each = UnitCode(known: "each")

    package let rawValue: String

    /// - Throws: ``BrokenRule`` `required`, `max-length` or `unit-code`.
    package init(_ text: String) throws(BrokenRule) {
        let code = try Text.normalized(text, characters: 1...UnitCode.maximumCharacters)
        let isPlain = code.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isPlain else {
            throw BrokenRule("unit-code", "must consist of letters, digits and hyphens")
        }
        self.rawValue = code
    }

    private init(known code: String) {
        self.rawValue = code
    }
}

extension UnitCode: CustomStringConvertible {
    package var description: String { self.rawValue }
}
