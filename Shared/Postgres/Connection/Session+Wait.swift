import CPostgres
import Glibc

extension Session {
    /// The next result, or `nil` between the results of two commands.
    ///
    /// Reads and writes at once: a server that waits for us to read does not read either, so
    /// sending a large pipeline first and reading afterwards would stop both for ever.
    ///
    /// - Parameter deadline: When the server's silence ends the session; moved by any progress.
    func nextResult(before deadline: inout ContinuousClock.Instant) throws -> ServerResult? {
        while unsafe PQisBusy(self.handle) != 0 {
            try self.makeProgress(before: &deadline)
            // The result then says what the server's last words were.
            if unsafe PQstatus(self.handle) == CONNECTION_BAD { break }
        }
        guard let result = unsafe PQgetResult(self.handle) else { return nil }
        deadline = .now + self.patience
        return unsafe ServerResult(result)
    }

    private func makeProgress(before deadline: inout ContinuousClock.Instant) throws {
        let isUnsent = unsafe PQflush(self.handle) > 0
        let remaining = deadline - .now
        guard remaining > .zero else {
            self.isBroken = true
            throw PostgresError(.timeout, "the server stayed silent beyond the statement timeout")
        }
        let wait = self.isEncrypted ? min(remaining, Session.longestEncryptedWait) : remaining
        let ready = self.waitForSocket(
            events: isUnsent ? POLLIN | POLLOUT : POLLIN,
            milliseconds: Session.milliseconds(wait)
        )
        if ready & POLLOUT != 0 { deadline = .now + self.patience }
        if ready != POLLOUT { unsafe PQconsumeInput(self.handle) }
    }

    /// Bytes that OpenSSL has decrypted and libpq not yet read do not make the socket readable,
    /// so it is read from time to time although it does not ask.
    private static let longestEncryptedWait: Duration = .milliseconds(50)

    /// Waits until the socket is ready and returns for what; zero when the time is up.
    func waitForSocket(events: Int32, milliseconds: Int32) -> Int32 {
        Session.wait(
            for: unsafe PQsocket(self.handle),
            events: events,
            milliseconds: milliseconds
        )
    }

    static func wait(for socket: CInt, events: Int32, milliseconds: Int32) -> Int32 {
        guard socket >= 0 else { return POLLERR }
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        var count: CInt
        repeat {
            count = unsafe poll(&descriptor, 1, milliseconds)
            // A signal is no reason to give up.
        } while count < 0 && errno == EINTR
        return count > 0 ? Int32(descriptor.revents) : 0
    }

    /// For `poll`, rounded up and never negative, which would mean for ever.
    static func milliseconds(_ duration: Duration) -> Int32 {
        let (seconds, attoseconds) = duration.components
        let milliseconds =
            seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: max(milliseconds, 0))
    }
}
