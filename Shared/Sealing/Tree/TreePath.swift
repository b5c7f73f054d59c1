/// A perfect tree inside of a larger one.
package struct Subtree: Hashable, Sendable {
    /// A leaf has none.
    package let height: Int
    /// Counted from the left among those of the same height.
    package let index: Int64

    /// The last of its leaves, counted from zero.
    package var lastLeaf: Int64 { (self.index + 1) << Int64(self.height) - 1 }
}

/// Which nodes prove that a leaf is in a tree, by way of those that ``CompactRange`` gave out.
package struct TreePath: Sendable {
    /// From the leaf up; where a step has several, it is the root above them.
    private let steps: [[Subtree]]

    /// - Parameter index: Of the leaf, counted from zero.
    package init(to index: Int64, in count: Int64) {
        precondition((0..<count).contains(index), "there is no such leaf")
        let peaks = Self.peaks(of: count)
        let own = peaks.firstIndex { $0.lastLeaf >= index } ?? 0
        var steps = (0..<peaks[own].height).map { height in
            [Subtree(height: height, index: index >> Int64(height) ^ 1)]
        }
        let right = Array(peaks[(own + 1)...])
        if !right.isEmpty { steps.append(right) }
        for peak in peaks[..<own].reversed() { steps.append([peak]) }
        self.steps = steps
    }

    /// All nodes that have to be known.
    package var subtrees: [Subtree] { self.steps.flatMap { $0 } }

    /// The path, or `nil` where a node is not known.
    package func hashes(_ known: [Subtree: SealHash]) -> [SealHash]? {
        var path: [SealHash] = []
        for step in self.steps {
            let nodes = step.compactMap { known[$0] }
            guard nodes.count == step.count else { return nil }
            path.append(CompactRange.root(of: nodes))
        }
        return path
    }

    /// The perfect trees of which one with `count` leaves consists, the largest first.
    static func peaks(of count: Int64) -> [Subtree] {
        var peaks: [Subtree] = []
        var start: Int64 = 0
        for height in (0..<62).reversed() where count >> Int64(height) & 1 == 1 {
            peaks.append(Subtree(height: height, index: start >> Int64(height)))
            start += 1 << Int64(height)
        }
        return peaks
    }
}
