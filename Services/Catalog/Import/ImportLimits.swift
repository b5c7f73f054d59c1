/// How much one import may hold.
enum ImportLimits {
    static let maximumBytes = 16 << 20
    static let maximumRows = 100_000
    /// Rows that are committed together, and lost together by a crash.
    static let rowsPerChunk = 100
    /// Chunks that are stored with one statement.
    static let chunksPerStatement = 50
    /// Errors kept of one row.
    static let maximumErrorsPerRow = 20
    /// Imports that may be queued or running.
    static let maximumWaitingJobs = 20
    /// How often a chunk may fail through no fault of its rows before the job stops.
    static let maximumAttempts = 5
}
