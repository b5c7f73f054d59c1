/// One way in which a ledger is not what was sealed, or breaks a rule that was sealed with it.
package struct Finding: Codable, Hashable, Sendable {
    /// What was done to it.
    package enum Class: String, Codable, Hashable, Sendable, CaseIterable {
        /// Something of a movement, its entry or its seal is not what it was.
        case changed
        case deleted
        /// Two have each other's place.
        case swapped
        /// It is where everything had been sealed already, and is in no block.
        case inserted
        /// Blocks are gone that a checkpoint knows of.
        case tailCut = "tail-cut"
        /// The chain is not the one that a checkpoint or the next block was made of.
        case rewritten
        /// A key or a checkpoint is not signed by the key that had to.
        case forged
        /// A correction above a limit of the rule in force, and nobody approved it.
        case unapproved
        /// Only who made it approved it.
        case approvedByTheSame = "approved-by-the-same"
        /// Who approved it, or made the rule, was not allowed to.
        case withoutAuthority = "without-authority"
        /// A correction under a rule without a reason.
        case withoutReason = "without-reason"

        /// Whether a rule of approval was broken, and nothing changed after it was sealed.
        package var isBreach: Bool {
            switch self {
            case .unapproved, .approvedByTheSame, .withoutAuthority, .withoutReason: true
            case .changed, .deleted, .swapped, .inserted, .tailCut, .rewritten, .forged: false
            }
        }
    }

    package let `class`: Class
    /// The first sequence number that it is about: of what was inserted, the one that stands behind it.
    package let sequence: Int64
    /// The last, where it is about several.
    package let through: Int64?
    package let detail: String

    package init(_ class: Class, at sequence: Int64, through: Int64? = nil, _ detail: String) {
        self.class = `class`
        self.sequence = sequence
        self.through = through
        self.detail = detail
    }
}

extension Finding: CustomStringConvertible {
    package var description: String {
        let range = self.through.map { "\(self.sequence) to \($0)" } ?? "\(self.sequence)"
        return "\(self.class.rawValue) at \(range): \(self.detail)"
    }
}
