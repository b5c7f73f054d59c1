/// Why a verb did not do its work, and what its user can do about it.
struct OperatorFailure: Error, Hashable, CustomStringConvertible {
    let reason: String
    let next: String

    init(_ reason: String, next: String) {
        self.reason = reason
        self.next = next
    }

    var description: String { "\(self.reason)\n     next: \(self.next)" }
}
