package import Kernel

/// Numbers between two messages of a terminal have not come within the time they are given.
package struct GapFound: Contract, Hashable {
    package static let type = "pos-ingest.gap.found.v1"
    package static let destination = Destination.event(of: .posIngest)

    package let sourceId: ID<PosSource>
    package let source: String
    package let terminal: String
    package let firstMissing: Int64
    /// The same as the first where one is missing.
    package let lastMissing: Int64

    package init(
        sourceId: ID<PosSource>,
        source: String,
        terminal: String,
        firstMissing: Int64,
        lastMissing: Int64
    ) {
        self.sourceId = sourceId
        self.source = source
        self.terminal = terminal
        self.firstMissing = firstMissing
        self.lastMissing = lastMissing
    }
}
