#if DEBUG
import Foundation

/// A place where a test lets its process die, to see what is left of the work.
///
/// Only debug builds know it: `./stockbook up` refuses a release that does.
package enum CrashPoint: String, Sendable {
    /// The effects of a batch are committed, its messages not yet acknowledged.
    case afterCommit = "after-commit"
    /// Messages of the outbox are confirmed by the broker, their rows not yet deleted.
    case afterConfirm = "after-confirm"
    /// Copies of failed messages are confirmed, the originals not yet acknowledged.
    case afterCopy = "after-copy"

    /// The point at which this process dies.
    private static let armed = ProcessInfo.processInfo.environment["STOCKBOOK_CRASH_POINT"]

    /// Dies here if that is asked for, as abruptly as by kill -9.
    func hit() {
        guard Self.armed == self.rawValue else { return }
        kill(getpid(), SIGKILL)
    }
}
#endif
