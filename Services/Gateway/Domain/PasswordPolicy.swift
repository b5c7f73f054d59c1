/// What a password must be.
///
/// Length and a list of the most common ones, without rules of composition: NIST SP 800-63B,
/// section 5.1.1.2.
package struct PasswordPolicy: Sendable {
    package static let minimumLength = 12
    /// A bound on the work that hashing does.
    package static let maximumLength = 256

    /// Why a password is not taken; the raw value completes "the password ...".
    package enum Refusal: String, Error, Hashable {
        case tooShort = "must have at least 12 characters"
        case tooLong = "must have at most 256 characters"
        case tooCommon = "is one of the first that are guessed"
        case containsName = "must not contain the name"
    }

    package static func check(_ password: String, name: String) throws(Refusal) {
        guard password.count >= Self.minimumLength else { throw .tooShort }
        guard password.utf8.count <= Self.maximumLength else { throw .tooLong }
        let folded = password.lowercased()
        guard !Self.common.contains(where: { folded.hasPrefix($0) && folded.count - $0.count <= 5 })
        else { throw .tooCommon }
        guard Set(folded).count >= 5 else { throw .tooCommon }
        guard name.count < 3 || !folded.contains(name.lowercased()) else {
            throw .containsName
        }
    }

    /// Beginnings that guessing starts with; a few characters behind them do not help.
    private static let common = [
        "password", "passw0rd", "123456789", "1234567890", "qwertyuiop", "qwerty123", "iloveyou",
        "letmein", "administrator", "welcome", "abcdefgh", "stockbook", "changeme", "inventory",
        "warehouse",
    ]
}
