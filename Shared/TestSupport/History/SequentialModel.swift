/// What an object does when it is asked one thing at a time.
///
/// The specification that a ``LinearizabilityChecker`` holds a history against. It is deterministic:
/// in one state a request has one answer and one effect.
package protocol SequentialModel: Sendable {
    associatedtype State: Hashable, Sendable
    associatedtype Request: Sendable
    associatedtype Answer: Equatable, Sendable

    /// The state before the first operation.
    var start: State { get }

    /// Answers `request` in `state`, and leaves the state that comes after it.
    func answer(_ request: Request, in state: inout State) -> Answer
}
