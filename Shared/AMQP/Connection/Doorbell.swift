import CRabbitMQ
import Glibc

/// Wakes a thread that waits in `poll`.
final class Doorbell: Sendable {
    let descriptor: Int32

    init() {
        self.descriptor = stockbook_eventfd()
        precondition(self.descriptor >= 0, "the process has used up its file descriptors")
    }

    deinit {
        close(self.descriptor)
    }

    func ring() {
        var one: UInt64 = 1
        // Fails only when the counter is full, and then the thread is awake already.
        _ = unsafe write(self.descriptor, &one, MemoryLayout<UInt64>.size)
    }

    func silence() {
        var count: UInt64 = 0
        // Fails only when nobody rang.
        _ = unsafe read(self.descriptor, &count, MemoryLayout<UInt64>.size)
    }
}
