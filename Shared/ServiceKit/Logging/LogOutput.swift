import Glibc
import Synchronization

/// A file descriptor that takes whole lines.
///
/// Lines of different threads never mix. A reader that has gone away costs log lines, not the
/// process: such lines are counted.
package final class LogOutput: Sendable {
    private let descriptor: Int32
    private let lost = Mutex<Int>(0)

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    package static let standardOutput = LogOutput(descriptor: STDOUT_FILENO)

    /// How many lines could not be written.
    package var lostLines: Int { self.lost.withLock { $0 } }

    func write(_ line: [UInt8]) {
        self.lost.withLock { lost in
            var rest = line[...]
            while !rest.isEmpty {
                let written = unsafe rest.withUnsafeBytes { bytes in
                    unsafe Glibc.write(self.descriptor, bytes.baseAddress, bytes.count)
                }
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else {
                    lost += 1
                    return
                }
                rest = rest.dropFirst(written)
            }
        }
    }
}
