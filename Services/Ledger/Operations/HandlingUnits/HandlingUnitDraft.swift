import Contracts
import Kernel
import LedgerDomain
import Messaging

/// The body of a request to make a handling unit.
struct HandlingUnitDraft: Codable, Sendable {
    let id: ID<HandlingUnit>?
    /// The next SSCC of the company where nothing is said.
    let code: String?
    let type: HandlingUnitType
    /// Where it stands: a place of a warehouse, or another unit.
    let location: String
    let note: String?

    static let maximumCode = 32

    func check() throws(Problem) {
        var rules = DraftRules()
        rules.note(self.note)
        if let code { Self.check(code, &rules) }
        try rules.finish()
    }

    private static func check(_ code: String, _ rules: inout DraftRules) {
        rules.text(code, "/code", limit: self.maximumCode)
        if !LocationDraft.isWellFormed(code) {
            rules.add("/code", "pattern", "A code has letters, digits and . _ / - inside.")
        }
        if SSCC.looksLikeOne(code), SSCC(code) == nil {
            rules.add("/code", "check-digit", "Of an SSCC the last digit checks the others.")
        }
    }
}

/// The body of a request to bring a handling unit somewhere else, or what is on it.
struct HandlingMoveDraft: Codable, Sendable {
    let id: ID<Entry>?
    let to: String
    let effectiveAt: Timestamp?
    let reference: Reference?
    let note: String?
}

/// The body of a request to ship a handling unit.
struct HandlingShipmentDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let reference: Reference?
    let note: String?
}

/// The body of a request to use a handling unit no more.
struct HandlingClosureDraft: Codable, Sendable {
    let note: String?
}
