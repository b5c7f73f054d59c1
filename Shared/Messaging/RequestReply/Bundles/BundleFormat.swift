/// What all bundles have in common; `contracts/bundles.md` describes them byte by byte.
enum BundleFormat {
    /// The first byte of every bundle.
    static let version: UInt8 = 1
    static let requests = "application/vnd.stockbook.requests"
    static let replies = "application/vnd.stockbook.replies"

    /// Requests, or replies, of one bundle.
    static let maximumCount = 64
    /// Bytes up to which a bundle is filled; what is larger by itself travels alone.
    static let maximumBytes = 128 * 1_024
    /// Pairs of one kind that a request or a reply may have.
    static let maximumPairs = 1_024
}

/// A name and a value, as of a parameter or a header.
struct BundledPair: Sendable, Hashable {
    var name: String
    var value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Why bytes are no bundle.
enum BundleError: Error, Hashable {
    /// Something is announced that is not there any more.
    case truncated
    /// Bytes follow that nothing announces.
    case overlong
    /// Another version, of which nothing is known.
    case version(UInt8)
    /// A number out of its range, or a text that is none.
    case malformed(String)
}
