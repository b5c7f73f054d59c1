import Contracts
import GatewayDomain

/// The rules of accounts with the fields that break them.
enum UserRules {
    static let displayNameLength = TextLength(1...200)
    static let maximumEmailLength = 254

    static func checkDisplayName(_ name: String) throws(Problem) {
        guard self.displayNameLength.allows(name) else {
            throw .validation(
                "/displayName",
                rule: "length",
                "displayName has \(self.displayNameLength)."
            )
        }
    }

    /// One @ with something on both sides: what else is true of an address only a mail can tell.
    static func checkEmail(_ email: String?) throws(Problem) {
        guard let email else { return }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts.contains(where: \.isEmpty),
            email.utf8.count <= self.maximumEmailLength, !email.contains(where: \.isWhitespace)
        else {
            throw .validation("/email", rule: "email", "email is not an address.")
        }
    }

    /// - Throws: `forbidden`, naming a right of the account that the caller does not have.
    static func checkAuthority(
        of principal: Principal,
        over account: Account
    ) throws(Problem) {
        guard let missing = principal.missing(for: account) else { return }
        throw .forbidden(missing.permission, at: missing.warehouse)
    }

    static func name(_ name: String) throws(Problem) -> String {
        do {
            return try AccountRules.normalised(name)
        } catch {
            throw Problem(error)
        }
    }
}

extension Problem {
    /// What a rule of accounts is called on the wire.
    init(_ refusal: AccountRules.Refusal) {
        switch refusal {
        case .malformedName:
            self = .validation(
                "/name",
                rule: "pattern",
                "name begins with a letter or digit and has 1 to 64 of those and . _ - @ +."
            )
        case .tooManyGrants:
            self = .validation(
                "/grants",
                rule: "maxItems",
                "grants has at most \(AccountRules.maximumGrants) items."
            )
        case .repeatedGrant(let index):
            self = .validation(
                "/grants/\(index)",
                rule: "uniqueItems",
                "A grant is there once, and so is each of its warehouses."
            )
        case .lastAdministrator:
            self = .conflict(.wrongState, "This is the last administrator.")
        case .ownAccount:
            self = .conflict(.wrongState, "Nobody can take the own rights away.")
        }
    }

    init(_ refusal: PasswordPolicy.Refusal, pointer: String) {
        self = .validation(pointer, rule: "password", "The password \(refusal.rawValue).")
    }
}
