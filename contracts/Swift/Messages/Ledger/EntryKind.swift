/// What business fact an entry records.
package enum EntryKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Goods came from a supplier.
    case receive
    /// Reserved goods left for a customer.
    case ship
    /// Goods left for a customer, at a till or at once.
    case sale
    /// Goods came back from a customer.
    case `return`
    /// Goods went from one of our locations to another.
    case transfer
    /// The book was corrected to what is there.
    case adjust
    /// The book was brought to what was seen by people who counted.
    case count
    /// Goods were used up and others made of them, or they were taken apart.
    case produce
    /// An earlier entry was undone by its mirror image.
    case reverse
    /// A rule of approval came into force; nothing moved.
    case rule
    /// Somebody approved an entry that somebody else made; nothing moved.
    case approve
}
