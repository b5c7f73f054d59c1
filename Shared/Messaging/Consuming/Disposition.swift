/// What is to become of a message.
package enum Disposition: Hashable, Sendable {
    /// Handled, or handled before.
    case done
    /// Later again: over the retry tiers, and a dead letter after the last one.
    case retry(Failure)
    /// Never again, unless a person says so.
    case deadLetter(Failure)

    /// What an error makes of its message.
    package init(_ error: any Error) {
        let failure = Failure(error)
        self = failure.kind == .permanent ? .deadLetter(failure) : .retry(failure)
    }

    var failure: Failure? {
        switch self {
        case .done: nil
        case .retry(let failure), .deadLetter(let failure): failure
        }
    }

    /// Whether nothing can be handled at present.
    package var isOutage: Bool { self.failure?.kind == .outage }
}
