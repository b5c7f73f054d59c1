/// What a ``LinearizabilityChecker`` found out about a history.
package enum Linearizability: Hashable, Sendable {
    /// There is an order of single operations that explains every answer.
    case linearizable
    /// There is no such order.
    case violated(Violation)
    /// There are more orders than were looked at.
    case undecided(configurations: Int)

    /// The longest part of a history that can be explained, and what cannot come next.
    package struct Violation: Hashable, Sendable {
        /// Answered operations that found a place.
        package let placed: Int
        /// Answered operations of the history.
        package let answered: Int
        /// The state behind those that found a place.
        package let state: String
        /// One of these has to come next, and none can.
        package let stuck: [String]
    }
}

extension Linearizability.Violation: CustomStringConvertible {
    package var description: String {
        """
        \(self.placed) of \(self.answered) answers can be explained; then, in \(self.state), none of
        \(self.stuck.map { "  \($0)" }.joined(separator: "\n"))
        """
    }
}
