import Contracts
import Kernel
import Postgres

extension SQL {
    /// Conditions joined by `AND`; true where there are none.
    static func all(_ conditions: [SQL]) -> SQL {
        guard let first = conditions.first else { return "true" }
        return conditions.dropFirst().reduce("(\(fragment: first))") { all, condition in
            all + " AND (\(fragment: condition))"
        }
    }

    /// Matches any text that contains `part`, whatever its case.
    static func pattern(containing part: String) -> String {
        var pattern = [UInt8(ascii: "%")]
        for byte in part.utf8 {
            if Self.wildcards.contains(byte) { pattern.append(UInt8(ascii: "\\")) }
            pattern.append(byte)
        }
        pattern.append(UInt8(ascii: "%"))
        return String(decoding: pattern, as: UTF8.self)
    }

    /// What means something else than itself in a pattern.
    private static let wildcards = [UInt8(ascii: "\\"), UInt8(ascii: "%"), UInt8(ascii: "_")]
}
