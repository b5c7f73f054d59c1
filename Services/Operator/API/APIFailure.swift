import Contracts

/// Why a request to the gateway did not succeed, after all attempts.
struct APIFailure: Error, CustomStringConvertible {
    enum Reason: Sendable {
        /// Refused; nothing has changed.
        case refused(Problem)
        /// No answer, or none of ours.
        case unreachable(String)
    }

    /// Method and path.
    let request: String
    let reason: Reason
    let attempts: Int

    /// Why it was refused; `nil` where nobody answered.
    var problem: Problem? {
        if case .refused(let problem) = self.reason { problem } else { nil }
    }

    var description: String {
        switch self.reason {
        case .unreachable(let detail):
            return "\(self.request): no answer after \(self.attempts) attempts (\(detail))"
                + "\n     next: ./stockbook status shows what runs"
        case .refused(let problem):
            let errors = problem.errors.map { "\n       \($0.pointer) \($0.message)" }
            return "\(self.request): \(problem)\(errors.joined())"
                + (problem.status == 401 ? Self.renewal : "")
        }
    }

    /// A key that was revoked stays so; another takes its place.
    private static let renewal = """

             next: end everything with ./stockbook down, remove .stockbook/secrets/operator-api-key, and\
         ./stockbook up makes a new key
        """
}
