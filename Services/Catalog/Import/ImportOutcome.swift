import Contracts

/// What became of one row.
enum ImportOutcome: Sendable {
    case created
    case updated
    case unchanged
    /// Left out, with every rule that it breaks; pointers are columns.
    case failed([FieldError])
}
