import Contracts
import FoundationEssentials
import Synchronization

/// The answers that are waited for, by correlation identifier; a limited number.
final class PendingReplies: Sendable {
    private enum Entry {
        /// Asked, and nobody waits yet.
        case expected
        case waiting(CheckedContinuation<OperationResponse, any Error>)
        case arrived(Result<OperationResponse, any Error>)
    }

    private let limit: Int
    private let entries = Mutex<[UUID: Entry]>([:])

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { self.entries.withLock { $0.count } }

    /// Expects an answer; `false` when too many are waited for.
    func expect(_ id: UUID) -> Bool {
        self.entries.withLock { entries in
            guard entries.count < self.limit else { return false }
            entries[id] = .expected
            return true
        }
    }

    /// Waits for an expected answer, which may have come already.
    func reply(to id: UUID) async throws -> OperationResponse {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<OperationResponse, any Error>? = self.entries.withLock {
                    entries in
                    switch entries[id] {
                    case .expected:
                        entries[id] = .waiting(continuation)
                        return nil
                    case .arrived(let result):
                        entries[id] = nil
                        return result
                    case .waiting, nil:
                        return .failure(CancellationError())
                    }
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            self.finish(id, with: .failure(CancellationError()))
        }
    }

    /// Delivers an answer; `false` when nobody expects it, because it is late or a second one.
    @discardableResult
    func finish(_ id: UUID, with result: Result<OperationResponse, any Error>) -> Bool {
        let (isKnown, waiter) = self.entries.withLock { entries in
            switch entries[id] {
            case .expected:
                entries[id] = .arrived(result)
                return (true, nil as CheckedContinuation<OperationResponse, any Error>?)
            case .waiting(let continuation):
                entries[id] = nil
                return (true, continuation)
            case .arrived, nil:
                return (false, nil)
            }
        }
        waiter?.resume(with: result)
        return isKnown
    }

    /// Stops expecting an answer.
    func forget(_ id: UUID) {
        self.entries.withLock { $0[id] = nil }
    }

    /// Fails everything that is waited for.
    func failAll(with problem: Problem) {
        let ids = self.entries.withLock { Array($0.keys) }
        for id in ids {
            self.finish(id, with: .failure(problem))
        }
    }
}
