import Foundation
import ServiceKit
import Testing

/// A file that what is tested writes to, removed when the test is over.
final class TemporaryFile: Sendable {
    let path = NSTemporaryDirectory() + "stockbook-\(UUID().uuidString)"
    private let descriptor: Int32

    init() throws {
        self.descriptor = unsafe open(self.path, O_CREAT | O_WRONLY | O_APPEND, 0o600)
        try #require(self.descriptor >= 0)
    }

    var output: LogOutput { LogOutput(descriptor: self.descriptor) }

    var lines: [String] {
        get throws {
            try String(contentsOfFile: self.path, encoding: .utf8)
                .split(separator: "\n")
                .map(String.init)
        }
    }

    deinit {
        close(self.descriptor)
        unsafe unlink(self.path)
    }
}
