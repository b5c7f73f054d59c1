/// How far an import has come.
enum ImportState: String, Codable, Sendable {
    case queued
    case running
    /// To the end; rows with errors were left out.
    case done
    /// Stopped before the end; it can be resumed.
    case failed
}
