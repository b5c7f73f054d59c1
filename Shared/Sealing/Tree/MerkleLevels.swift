/// The same tree with all of its nodes: for many paths of one list of leaves.
package struct MerkleLevels: Sendable {
    /// The leaves, then the nodes above them, up to the root; a node without another beside it
    /// stands on the next level as it is.
    private let levels: [[SealHash]]

    package init(of leaves: [SealHash]) {
        var levels = [leaves]
        while let level = levels.last, level.count > 1 {
            levels.append(
                stride(from: 0, to: level.count, by: 2).map { index in
                    index + 1 < level.count ? .node(level[index], level[index + 1]) : level[index]
                }
            )
        }
        self.levels = levels
    }

    /// As ``MerkleTree/path(to:in:)``.
    package func path(to index: Int) -> [SealHash] {
        precondition(self.levels[0].indices.contains(index), "there is no such leaf")
        return self.levels.enumerated().compactMap { height, level in
            let beside = (index >> height) ^ 1
            return level.indices.contains(beside) ? level[beside] : nil
        }
    }
}
