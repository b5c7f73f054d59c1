import Dispatch

/// Lets one transaction wait for another, on the thread of its connection.
final class Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func raise() {
        self.semaphore.signal()
    }

    func wait() {
        self.semaphore.wait()
    }
}
