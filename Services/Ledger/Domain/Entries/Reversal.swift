package import Contracts
package import Kernel

/// The wish to undo an entry as a whole.
package struct Reversal: Hashable, Sendable {
    package let id: ID<Entry>
    package let target: Target
    package let about: Circumstances

    package init(id: ID<Entry>, of target: Target, about: Circumstances) {
        self.id = id
        self.target = target
        self.about = about
    }

    /// How a command names the entry to undo.
    package enum Target: Hashable, Sendable {
        case entry(ID<Entry>)
        case document(Reference)
    }
}
