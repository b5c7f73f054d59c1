import ArgumentParser

/// How often each document is published: `2`, or `1...3`.
struct CopyRange: Hashable, Sendable, ExpressibleByArgument, CustomStringConvertible {
    /// No till is that nervous.
    static let maximum = 10

    let bounds: ClosedRange<Int>

    init(_ bounds: ClosedRange<Int>) {
        self.bounds = bounds
    }

    init?(argument: String) {
        let parts = argument.split(separator: ".", omittingEmptySubsequences: true)
        guard argument == parts.joined(separator: "..."), (1...2).contains(parts.count),
            let first = Int(parts[0]), let last = Int(parts[parts.count - 1]),
            1 <= first, first <= last, last <= Self.maximum
        else { return nil }
        self.bounds = first...last
    }

    var description: String {
        self.bounds.count == 1
            ? "\(self.bounds.lowerBound)"
            : "\(self.bounds.lowerBound)...\(self.bounds.upperBound)"
    }
}
