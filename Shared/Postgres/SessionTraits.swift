/// In what a session differs from the others of its service.
package struct SessionTraits: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Plans read by an index wherever there is one, in its order.
    ///
    /// For queues: a statement planned while the table was empty, and so was cheapest to read whole,
    /// would read and sort all of a backlog for each few rows, and again for each row of a join.
    package static let prefersIndexes = SessionTraits(rawValue: 1 << 0)

    /// Commits answer before they are on disk, so that a crash of the server can undo the last ones.
    ///
    /// Only for what is done again when it was undone, and does no harm twice. Order is kept: what
    /// survives is a prefix (PostgreSQL 15, section 30.4).
    package static let flushesLater = SessionTraits(rawValue: 1 << 1)

    /// Takes a server that only reads, and rather than one that writes.
    package static let acceptsStandby = SessionTraits(rawValue: 1 << 2)

    /// What PostgreSQL is told of them when the session begins.
    var settings: [String: String] {
        var settings: [String: String] = [:]
        if self.contains(.prefersIndexes) {
            settings["enable_seqscan"] = "off"
            settings["enable_sort"] = "off"
        }
        if self.contains(.flushesLater) {
            settings["synchronous_commit"] = "off"
        }
        return settings
    }
}
