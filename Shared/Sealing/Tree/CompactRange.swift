/// What has to be known of a tree to add a leaf to it: the roots of the perfect trees that it
/// consists of, one for each bit of the number of its leaves.
package struct CompactRange: Hashable, Sendable {
    package private(set) var count: Int64 = 0
    /// The largest tree first.
    package private(set) var peaks: [SealHash] = []

    package init() {}

    /// - Returns: `nil` for as many peaks as no tree of that size has.
    package init?(count: Int64, peaks: [SealHash]) {
        guard count >= 0, peaks.count == count.nonzeroBitCount else { return nil }
        self.count = count
        self.peaks = peaks
    }

    /// Adds a leaf.
    ///
    /// - Returns: The roots of all perfect trees that end with it, the leaf itself first: every node
    ///   of the tree is returned once, with the last of its leaves.
    @discardableResult
    package mutating func append(_ leaf: SealHash) -> [SealHash] {
        var nodes = [leaf]
        var node = leaf
        var size = self.count
        while size & 1 == 1 {
            node = .node(self.peaks.removeLast(), node)
            nodes.append(node)
            size >>= 1
        }
        self.peaks.append(node)
        self.count += 1
        return nodes
    }

    /// The root of the whole tree.
    package var root: SealHash { Self.root(of: self.peaks) }

    /// The root above perfect trees that stand side by side, the largest first.
    static func root(of peaks: [SealHash]) -> SealHash {
        guard var root = peaks.last else { return .ofNothing }
        for peak in peaks.dropLast().reversed() { root = .node(peak, root) }
        return root
    }
}
