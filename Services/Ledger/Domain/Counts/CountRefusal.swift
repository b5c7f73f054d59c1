package import Contracts

/// Why a count does not do what it was told to; nothing changed.
package enum CountRefusal: Error, Hashable, Sendable {
    case wrongState(CountState)
    /// Nothing was counted in these lines yet.
    case notCounted(lines: Int)
    /// The count has no such line.
    case unknownLine(at: Int)
    /// The line was counted, and nobody asked for it again.
    case lineCounted(at: Int)
    /// The line is to be counted by somebody who has not counted it before.
    case sameCounter(at: Int)
    /// It was seen before another look at the same line.
    case notInOrder(at: Int)
    /// Somebody gave this approval already.
    case approvedAlready
    /// Who counted cannot be the second to approve.
    case counterApproves
}
