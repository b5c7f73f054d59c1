import Kernel

/// How far one line of a count has come.
package enum CountLineState: String, WordCodable, Hashable, Sendable {
    case open
    /// To be counted again, by somebody who has not counted it.
    case recount
    case counted
}
