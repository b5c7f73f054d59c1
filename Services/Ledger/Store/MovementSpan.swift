import Postgres

/// Movements of all variants that happened within a time, as far as they were recorded by another.
///
/// Most are recorded when they happen, so that the partitions of that time have them. What was recorded
/// later or ahead of its time has an index of each kind.
struct MovementSpan {
    private let first: SQL
    private let end: SQL
    private let known: SQL

    /// - Parameters:
    ///   - first: When the time begins.
    ///   - end: When it is over; what happened then is not in it any more.
    ///   - known: When the last of them was recorded.
    init(from first: SQL, before end: SQL, recordedTo known: SQL) {
        self.first = first
        self.end = end
        self.known = known
    }

    /// Rows of `movement`, each once.
    var movements: SQL {
        let parts: [SQL] = [
            """
            movement.recorded_at > \(fragment: self.first) - interval '1 hour'
                AND movement.recorded_at < \(fragment: self.end) + interval '1 hour'
            """,
            """
            movement.recorded_at >= \(fragment: self.end) + interval '1 hour'
                AND movement.recorded_at - movement.effective_at > interval '1 hour'
            """,
            """
            movement.recorded_at <= \(fragment: self.first) - interval '1 hour'
                AND movement.effective_at - movement.recorded_at > interval '1 hour'
            """,
        ]
        return parts.dropFirst().reduce(self.part(parts[0])) { all, part in
            all + " UNION ALL " + self.part(part)
        }
    }

    private func part(_ condition: SQL) -> SQL {
        """
        SELECT movement.*
        FROM movement
        WHERE movement.effective_at >= \(fragment: self.first)
            AND movement.effective_at < \(fragment: self.end)
            AND movement.recorded_at <= \(fragment: self.known)
            AND \(fragment: condition)
        """
    }
}
