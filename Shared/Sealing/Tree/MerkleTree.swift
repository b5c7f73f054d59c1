/// A tree of hashes over a list of leaves (RFC 9162, section 2.1).
package enum MerkleTree {
    /// The root above `leaves`, whatever their number.
    package static func root(of leaves: [SealHash]) -> SealHash {
        var range = CompactRange()
        for leaf in leaves { range.append(leaf) }
        return range.root
    }

    /// The nodes beside the way from a leaf up to the root, the lowest first (section 2.1.3.1).
    package static func path(to index: Int, in leaves: [SealHash]) -> [SealHash] {
        precondition(leaves.indices.contains(index), "there is no such leaf")
        return self.path(to: index, in: leaves[...])
    }

    private static func path(to index: Int, in leaves: ArraySlice<SealHash>) -> [SealHash] {
        guard leaves.count > 1 else { return [] }
        // The largest power of two that is less than the count.
        let middle = 1 << (Int.bitWidth - 1 - (leaves.count - 1).leadingZeroBitCount)
        let left = leaves.prefix(middle)
        let right = leaves.dropFirst(middle)
        if index < middle {
            return self.path(to: index, in: left) + [self.root(of: Array(right))]
        }
        return self.path(to: index - middle, in: right) + [self.root(of: Array(left))]
    }

    /// The root that a path leads to; `nil` for a path that no tree of this size has
    /// (section 2.1.3.2).
    package static func root(
        of leaf: SealHash,
        at index: Int64,
        in count: Int64,
        path: [SealHash]
    ) -> SealHash? {
        guard (0..<max(count, 0)).contains(index) else { return nil }
        var place = index
        var last = count - 1
        var hash = leaf
        for node in path {
            guard last > 0 else { return nil }
            if place & 1 == 1 || place == last {
                hash = .node(node, hash)
                // Where there is no node to the right, a level is skipped.
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, node)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }
}
