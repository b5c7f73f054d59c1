/// How far the change of a product reaches.
package enum ProductChange: Hashable, Sendable {
    case none
    /// The product alone.
    case own
    /// What the events of its variants say of it, so each of them changes too.
    case toldOfVariants
}
