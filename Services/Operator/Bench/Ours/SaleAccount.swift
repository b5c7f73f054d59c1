import Kernel
import Synchronization

/// What has been published and what of it is decided.
final class SaleAccount: Sendable {
    /// Sales on their way at once; publishers wait beyond it, as a till does that waits for its queue.
    static let window = 500

    private struct State {
        var publishedAt: [String: Timestamp] = [:]
        var decided = 0
    }

    private let state = Mutex(State())

    var published: Int { self.state.withLock { $0.publishedAt.count } }

    var hasRoom: Bool {
        self.state.withLock { $0.publishedAt.count - $0.decided < Self.window }
    }

    func publish(_ document: String, at time: Timestamp) {
        self.state.withLock { $0.publishedAt[document] = time }
    }

    func decide(_ count: Int) {
        self.state.withLock { $0.decided = count }
    }

    /// When each document was published.
    var times: [String: Timestamp] { self.state.withLock { $0.publishedAt } }
}
