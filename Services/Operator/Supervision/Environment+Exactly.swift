import Subprocess

extension Subprocess.Environment {
    /// These variables and no others.
    static func exactly(_ variables: [String: String]) -> Self {
        .custom(
            Dictionary(uniqueKeysWithValues: variables.map { (Key(stringLiteral: $0), $1) })
        )
    }
}
