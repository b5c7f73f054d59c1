/// Who may ask for an operation.
package enum OperationAccess: Hashable, Sendable {
    /// Anybody, without signing in.
    case open
    /// Anybody who is signed in; the operation itself looks at what belongs to whom.
    case signedIn
    case permission(Permission)
}
