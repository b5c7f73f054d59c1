import Postgres

/// What has become of a dead letter.
///
/// - `open`: Nobody has decided. Becomes `replaying` or `discarded`.
/// - `replaying`: Waits in the outbox. Becomes `replayed` when the broker confirms it, and `open`
///   when nobody takes it.
/// - `replayed`: Back in its queue. Becomes `open` when it fails again.
/// - `discarded`: Kept for the record only.
package enum DeadLetterState: String, Codable, Sendable, CaseIterable, PostgresScalar {
    case open
    case replaying
    case replayed
    case discarded
}
