import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `count_result` table: observations that were accepted, and what the book makes of them.
enum CountResultStore {
    /// One accepted observation.
    struct Record: Sendable {
        let id: ID<CountResult>
        /// Grows with every result; given by the database.
        var number: Int64 = 0
        let key: CountedKey
        /// Whether it is about single units.
        let isTracked: Bool
        let observedAt: Timestamp
        let seen: Quantity
        /// How often something made it worth another look.
        let marks: Int64
    }

    /// Adds what was seen for lines; nothing of it is evaluated yet.
    static func add(
        _ sightings: [(line: ID<CountLine>, record: Record)]
    ) -> SQL {
        let records = sightings.map(\.record)
        return """
            INSERT INTO count_result (
                id, line, variant, location, lot, serial, is_tracked, observed_at, seen
            )
            SELECT * FROM unnest(
                \(records.map(\.id)),
                \(sightings.map(\.line)),
                \(records.map(\.key.variant)),
                \(records.map(\.key.location)),
                \(records.map { $0.key.lot ?? .none }),
                \(records.map(\.key.serial)),
                \(records.map(\.isTracked)),
                \(records.map(\.observedAt)),
                \(records.map(\.seen))
            )
            """
    }

    /// The results of the same goods as some, from the time of those on: all that they change.
    static func affected(by ids: [ID<CountResult>]) -> SQL {
        """
        SELECT DISTINCT other.id, other.number, other.variant, other.location, other.lot,
            other.serial, other.is_tracked, other.observed_at, other.seen, other.marks
        FROM count_result AS result
        JOIN count_result AS other ON other.variant = result.variant
            AND other.location = result.location
            AND other.lot = result.lot
            AND other.serial IS NOT DISTINCT FROM result.serial
            AND other.is_tracked = result.is_tracked
            AND other.observed_at >= result.observed_at
        WHERE result.id = ANY (\(ids))
        """
    }

    static func record(_ row: Row) throws -> Record {
        let lot: ID<Lot> = try row.decode("lot")
        return Record(
            id: try row.decode("id"),
            number: try row.decode("number"),
            key: CountedKey(
                variant: try row.decode("variant"),
                location: try row.decode("location"),
                lot: lot.named,
                serial: try row.decode("serial")
            ),
            isTracked: try row.decode("is_tracked"),
            observedAt: try row.decode("observed_at"),
            seen: try row.decode("seen"),
            marks: try row.decode("marks")
        )
    }

    /// What the entries of results come to, and how many there are of each.
    static func posted(for ids: [ID<CountResult>]) -> SQL {
        """
        SELECT split_part(entry.document, '/', 1) AS result,
            count(*)::integer AS revision,
            sum(
                CASE WHEN target.kind = 'adjustment'
                    THEN - movement.quantity ELSE movement.quantity END
            )::bigint AS posted
        FROM entry
        JOIN movement ON movement.entry = entry.id
        JOIN location AS target ON target.id = movement.to_location
        WHERE entry.kind = 'count'
            AND split_part(entry.document, '/', 1) = ANY (\(ids.map(\.description)))
        GROUP BY 1
        """
    }

    /// Says what results come to, and that they were looked at as often as they were marked.
    ///
    /// What was marked in the meantime stays to be looked at.
    static func settle(_ counts: [ReckonedCount], marks: [ID<CountResult>: Int64]) -> SQL {
        """
        UPDATE count_result
        SET expected = reckoned.expected,
            residual = reckoned.residual,
            variance = coalesce(count_result.variance, reckoned.residual),
            settled = greatest(count_result.settled, reckoned.marks),
            settled_at = clock_timestamp()
        FROM unnest(
            \(counts.map(\.id)),
            \(counts.map(\.expected)),
            \(counts.map(\.residual)),
            \(counts.map { marks[$0.id] ?? 0 })
        ) AS reckoned (id, expected, residual, marks)
        WHERE count_result.id = reckoned.id AND count_result.settled <= reckoned.marks
        """
    }

    /// Results that have to be looked at, the earliest first.
    static func unsettled(limit: Int) -> SQL {
        """
        SELECT id
        FROM count_result
        WHERE marks > settled
        ORDER BY observed_at, id
        LIMIT \(limit)
        """
    }

    static func unsettled(of count: ID<Count>) -> SQL {
        """
        SELECT result.id
        FROM count_result AS result
        JOIN count_line AS line ON line.id = result.line
        WHERE line.count = \(count) AND result.marks > result.settled
        """
    }
}
