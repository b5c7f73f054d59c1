/// What the document that a void cancels came to, once it has been applied.
package enum Original: Hashable, Sendable {
    /// The ledger has an entry of it.
    case inBook
    /// All of its lines were charges, so that there is nothing to undo.
    case movedNothing
}
