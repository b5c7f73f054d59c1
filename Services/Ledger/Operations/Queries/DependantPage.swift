import Contracts
import Kernel
import Postgres

/// A page of the entries that rest on another.
///
/// They took what it had moved from where it had put it, or undid it. The latest recorded comes first,
/// which is the order in which they can be undone.
struct DependantPage {
    let entry: ID<Entry>
    /// When that entry was recorded; what was recorded in the same moment counts as later.
    let recordedAt: Timestamp
    /// Only what begins or ends in one of these warehouses; `nil` for all.
    var warehouses: Set<ID<Location>>?
    /// The last entry of the page before.
    var position: JournalPosition?
    var limit: Int

    /// Rows of `entry`, each with the entry that undid the last of it.
    var statement: SQL {
        """
        WITH put AS (\(fragment: self.put)), later AS (
            SELECT taken.entry
            FROM put
            CROSS JOIN LATERAL (\(fragment: self.taken)) AS taken
            UNION
            SELECT id FROM entry WHERE reverses = \(self.entry)
        )
        SELECT entry.*, \(fragment: PersonStore.name), \(fragment: JournalStore.reversedBy)
        FROM entry
        WHERE \(fragment: .all(["entry.id = ANY (ARRAY(SELECT entry FROM later))"] + self.after))
        ORDER BY entry.recorded_at DESC, entry.id DESC
        LIMIT \(self.limit)
        """
    }

    /// What the entry put where.
    ///
    /// Outside of the book things are told apart by their numbers alone: whatever else comes from
    /// there may always have been there.
    private var put: SQL {
        """
        SELECT movement.variant, movement.lot, movement.to_location AS place,
            location.warehouse IS NOT NULL AS is_ours,
            array_agg(movement.serial) FILTER (WHERE movement.serial IS NOT NULL) AS serials
        FROM movement
        JOIN location ON location.id = movement.to_location
        WHERE movement.entry = \(self.entry) AND movement.recorded_at = \(self.recordedAt)
            AND (location.warehouse IS NOT NULL OR movement.serial IS NOT NULL)
        GROUP BY 1, 2, 3, 4
        """
    }

    /// The latest entries that took something of one row of `put`; as many as the page at most.
    private var taken: SQL {
        var conditions: [SQL] = [
            "movement.variant = put.variant", "movement.from_location = put.place",
            "movement.lot IS NOT DISTINCT FROM put.lot",
            """
            movement.serial = ANY (put.serials)
            OR put.is_ours AND (put.serials IS NULL OR movement.serial IS NULL)
            """,
            "movement.recorded_at >= \(self.recordedAt)", "movement.entry <> \(self.entry)",
        ]
        if let warehouses {
            conditions.append(JournalFilter.touches(warehouses))
        }
        if let position {
            conditions.append(
                """
                (movement.recorded_at, movement.entry) < (\(position.recordedAt), \(position.id))
                """
            )
        }
        return """
            SELECT DISTINCT movement.recorded_at, movement.entry
            FROM movement
            WHERE \(fragment: .all(conditions))
            ORDER BY movement.recorded_at DESC, movement.entry DESC
            LIMIT \(self.limit)
            """
    }

    private var after: [SQL] {
        guard let position else { return [] }
        return ["(entry.recorded_at, entry.id) < (\(position.recordedAt), \(position.id))"]
    }
}
