import Kernel

/// What became of a proposal.
package enum ProposalState: String, WordCodable, Hashable, Sendable {
    /// Somebody has to approve or decline it.
    case pending
    /// Its entry is in the book.
    case approved
    case declined
    /// Nobody decided in time.
    case expired
}
