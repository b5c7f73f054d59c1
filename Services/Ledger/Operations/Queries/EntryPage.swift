import Contracts
import Kernel
import Postgres

/// A page of entries, the latest recorded first: all of them, or those that moved something.
struct EntryPage {
    /// Conditions on `entry` that no movement knows of.
    var entry: [SQL] = []
    /// Conditions on `movement`, but for the place.
    var movement: [SQL] = []
    /// Where movements begin or end.
    var place: ID<Location>?
    /// Conditions on times, of the table named.
    var times: (_ table: String) throws -> [SQL]
    /// What was recorded from then on is not known.
    var end: Timestamp?
    /// The last entry of the page before.
    var position: JournalPosition?
    var limit: Int

    /// Rows of `entry`, each with the entry that undid the last of it.
    var statement: SQL {
        get throws {
            guard self.place != nil || !self.movement.isEmpty else { return try self.latest([]) }
            // A condition on entries has an index of its own, and may hold for few of them.
            guard self.entry.isEmpty else { return try self.latest([self.moved(within: [])]) }
            let times = "ANY (ARRAY(SELECT time FROM page))" as SQL
            let moved = self.moved(within: ["movement.recorded_at = \(fragment: times)"])
            return """
                WITH RECURSIVE \(fragment: try self.moments)
                \(fragment: try self.latest(["entry.recorded_at = \(fragment: times)", moved]))
                """
        }
    }

    /// The times of the page, found one after the other by the indexes of movements.
    ///
    /// Asked for all at once the planner reads all that a variant ever moved, or walks the journal and
    /// hopes for the place, which may have been quiet for years.
    private var moments: SQL {
        get throws {
            var first = try self.times("movement")
            if let position { first.append("movement.recorded_at <= \(position.recordedAt)") }
            let next = try self.times("movement") + ["movement.recorded_at < moment.time"]
            // Each has an entry at least, but of the first one it may be on the page before.
            return """
                moment (time) AS (
                    SELECT \(fragment: self.time(first))
                    UNION ALL
                    SELECT \(fragment: self.time(next)) FROM moment WHERE time IS NOT NULL
                ), page AS MATERIALIZED (
                    SELECT time FROM moment WHERE time IS NOT NULL LIMIT \(self.limit + 1)
                )
                """
        }
    }

    /// When the latest movement was recorded that is wanted and within bounds.
    private func time(_ bounds: [SQL]) -> SQL {
        let latest = self.ends.map { end -> SQL in
            """
            (
                SELECT movement.recorded_at
                FROM movement
                WHERE \(fragment: .all(self.movement + bounds + end))
                ORDER BY movement.recorded_at DESC
                LIMIT 1
            )
            """
        }
        return latest.dropFirst().reduce(latest[0]) {
            "greatest(\(fragment: $0), \(fragment: $1))"
        }
    }

    /// The ends of a movement have an index each.
    private var ends: [[SQL]] {
        guard let place else { return [[]] }
        return [["movement.from_location = \(place)"], ["movement.to_location = \(place)"]]
    }

    /// That an entry has a movement that is wanted.
    private func moved(within bounds: [SQL]) -> SQL {
        let ends: [SQL] =
            self.place.map { ["\($0) IN (movement.from_location, movement.to_location)"] } ?? []
        return """
            EXISTS (
                SELECT FROM movement
                WHERE movement.entry = entry.id
                    AND movement.recorded_at = entry.recorded_at
                    AND \(fragment: .all(self.movement + ends + bounds))
            )
            """
    }

    private func latest(_ conditions: [SQL]) throws -> SQL {
        var conditions = try self.entry + self.times("entry") + conditions
        if let position {
            conditions.append(
                "(entry.recorded_at, entry.id) < (\(position.recordedAt), \(position.id))"
            )
        }
        return """
            SELECT entry.*, \(fragment: PersonStore.name),
                \(fragment: JournalStore.reversedBy(before: self.end))
            FROM entry
            WHERE \(fragment: .all(conditions))
            ORDER BY entry.recorded_at DESC, entry.id DESC
            LIMIT \(self.limit)
            """
    }
}
