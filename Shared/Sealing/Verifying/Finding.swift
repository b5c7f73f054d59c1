/// One way in which a ledger is not what was sealed.
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
