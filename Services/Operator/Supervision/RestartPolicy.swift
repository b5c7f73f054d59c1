/// How long to wait before a process that ended is started again.
///
/// The pause doubles with every process that did not last, up to a limit, and starts over once one
/// has lasted. There is no last attempt: what a service waits for may come back at any time.
struct RestartPolicy: Hashable, Sendable {
    static let initialPause = Duration.milliseconds(250)
    static let maximumPause = Duration.seconds(30)
    /// A process that ran this long was well.
    static let lasting = Duration.seconds(60)

    /// Processes in a row that did not last.
    private(set) var failures = 0

    /// The pause after a process that ran for `duration`.
    mutating func pause(afterRunningFor duration: Duration) -> Duration {
        self.failures = duration >= Self.lasting ? 1 : self.failures + 1
        var pause = Self.initialPause
        for _ in 1..<self.failures where pause < Self.maximumPause {
            pause *= 2
        }
        return min(pause, Self.maximumPause)
    }

    /// Forgets the past, as a new program deserves.
    mutating func startOver() {
        self.failures = 0
    }
}
