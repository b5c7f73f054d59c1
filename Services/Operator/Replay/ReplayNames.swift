/// Under which source and at which location a file is replayed.
///
/// Unless they are given, both are named after the content of the file, so that every file has books
/// of its own, whatever was replayed before it, and the same content always the same ones.
struct ReplayNames: Hashable, Sendable {
    let source: String
    let location: String
    /// Whether other sales may be in the same books.
    let isShared: Bool

    init(digest: String, source: String?, location: String?) {
        let own = "retail_\(digest.prefix(8))"
        self.source = source ?? own
        self.location =
            location
            ?? self.source.uppercased().split(separator: "_").joined(separator: "-")
        self.isShared = source != nil || location != nil
    }
}
