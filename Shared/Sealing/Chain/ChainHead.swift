/// Where a chain of blocks ends, and what has to be known to go on.
package struct ChainHead: Hashable, Sendable {
    /// Of the last block; zero without any.
    package private(set) var number: Int64
    package private(set) var lastSequence: Int64
    package private(set) var hash: SealHash
    /// Where its last movement stands.
    package private(set) var end: JournalPlace?
    /// The tree of all hashes of blocks.
    package private(set) var tree: CompactRange

    /// Before the first block.
    package static let empty = ChainHead()

    private init() {
        self.number = 0
        self.lastSequence = 0
        self.hash = .none
        self.end = nil
        self.tree = CompactRange()
    }

    /// After a block.
    ///
    /// - Parameter peaks: Of the tree of all blocks up to this one.
    /// - Returns: `nil` for peaks that do not fit its number.
    package init?(after header: BlockHeader, peaks: [SealHash]) {
        guard let tree = CompactRange(count: header.number, peaks: peaks) else { return nil }
        self.number = header.number
        self.lastSequence = header.lastSequence
        self.hash = header.hash
        self.end = header.end
        self.tree = tree
    }

    /// Goes on to the next block.
    ///
    /// - Returns: The nodes of the tree of blocks that end with it, the lowest first.
    @discardableResult
    package mutating func append(_ header: BlockHeader) -> [SealHash] {
        self.number = header.number
        self.lastSequence = header.lastSequence
        self.hash = header.hash
        self.end = header.end
        return self.tree.append(.leaf(self.hash.bytes))
    }
}
