import Contracts
import Kernel
import Synchronization

/// A bundle that a service has taken in; whether it is genuine is found out once for all its requests.
final class ReceivedBundle: Sendable {
    typealias Caller = Result<Principal, Problem>

    let content: RequestBundle
    /// Since when the budgets of its requests count.
    let arrival: ContinuousClock.Instant
    /// Who asks, by the index in the bundle; none if nobody vouches for them.
    private let callers = Mutex<[Caller]??>(nil)

    init(_ content: RequestBundle, arrival: ContinuousClock.Instant) {
        self.content = content
        self.arrival = arrival
    }

    /// Who asks one of its requests.
    ///
    /// - Parameter open: Finds out about all; `nil` for a bundle that nobody vouches for. Runs once.
    /// - Throws: 403 `forged-principal`; 400 for a principal that cannot be read.
    func caller(
        of request: BundledRequest,
        open: (RequestBundle) -> [Caller]?
    ) throws(Problem) -> Principal {
        let callers = self.callers.withLock { callers in
            if let known = callers { return known }
            let opened = open(self.content)
            callers = .some(opened)
            return opened
        }
        guard let callers else { throw Problem(.forgedPrincipal) }
        return try callers[request.principal].get()
    }
}
