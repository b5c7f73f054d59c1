import Kernel

/// How far a count has come.
package enum CountState: String, WordCodable, Hashable, Sendable {
    /// Something is still to be counted.
    case open
    /// Something is to be counted again, by somebody else.
    case recount
    /// Everything was counted, and nobody has approved it yet.
    case counted
    /// What was seen is what was there, and the book follows.
    case approved
    /// Given up; the book stays as it is.
    case cancelled
}

extension CountState {
    /// Whether nothing can change any more.
    package var isOver: Bool { self == .approved || self == .cancelled }
}
