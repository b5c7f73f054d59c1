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
        let escaped = part.replacing("\\", with: "\\\\").replacing("%", with: "\\%")
            .replacing("_", with: "\\_")
        return "%\(escaped)%"
    }
}
