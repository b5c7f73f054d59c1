package import Kernel

/// One operation of a history: what was asked and, where that is known, what was answered.
///
/// It took effect at one moment between its call and its return. Times are of one clock for the
/// whole history; operations that touch at an end count as concurrent.
package struct HistoricOperation<Model: SequentialModel>: Sendable {
    /// An answer, and when it was there.
    package struct Return: Sendable {
        package let answer: Model.Answer
        package let time: Timestamp
    }

    package let request: Model.Request
    package let calledAt: Timestamp
    /// `nil` where the outcome is unknown: it may have taken effect at any time after its call, and
    /// may do so after everything else, or never.
    package let returned: Return?
    /// When it took effect by the word of whoever answered it; `nil` where nothing is said of that.
    ///
    /// Not believed, but tried first: a search that starts with a good guess ends soon.
    package let likelyAt: Timestamp?

    /// An operation that was answered.
    package init(
        _ request: Model.Request,
        calledAt: Timestamp,
        answer: Model.Answer,
        returnedAt: Timestamp,
        likelyAt: Timestamp? = nil
    ) {
        self.request = request
        self.calledAt = calledAt
        self.likelyAt = likelyAt
        self.returned = Return(answer: answer, time: returnedAt)
    }

    /// An operation whose outcome nobody knows.
    package init(unanswered request: Model.Request, calledAt: Timestamp) {
        self.request = request
        self.calledAt = calledAt
        self.likelyAt = nil
        self.returned = nil
    }
}

extension HistoricOperation: CustomStringConvertible {
    package var description: String {
        let answer = self.returned.map { "\($0.answer) at \($0.time)" } ?? "unknown"
        return "\(self.request) at \(self.calledAt): \(answer)"
    }
}
