import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What the book had at times past, by all that is known now.
enum CountLevels {
    /// One key and the time at which it is asked for.
    struct Moment: Sendable {
        let key: CountedKey
        let time: Timestamp
    }

    /// The level of goods without numbers, one row for each moment with its place in the list.
    ///
    /// The balance of now, less what happened since: that costs as much as has happened, and not as
    /// much as ever happened.
    static func goods(_ moments: [Moment]) -> SQL {
        """
        SELECT wanted.number, (
            coalesce((
                SELECT balance.on_hand
                FROM balance
                WHERE balance.variant = wanted.variant AND balance.location = wanted.location
                    AND balance.lot = wanted.lot
            ), 0) - coalesce((
                SELECT sum(\(fragment: Self.change))
                FROM movement
                WHERE movement.variant = wanted.variant AND \(fragment: Self.touches)
                    AND coalesce(movement.lot, \(ID<Lot>.none)) = wanted.lot
                    AND \(fragment: Self.happened) > wanted.time
                    AND (
                        movement.effective_at > wanted.time
                            AND movement.recorded_at > wanted.time - interval '1 hour'
                        OR movement.effective_at > wanted.time
                            AND movement.effective_at - movement.recorded_at > interval '1 hour'
                    )
            ), 0)
        )::bigint AS level
        FROM \(fragment: Self.wanted(moments))
        """
    }

    /// The level of single units, and of what moved without a number.
    static func units(_ moments: [Moment]) -> SQL {
        """
        SELECT wanted.number, coalesce((
            SELECT sum(\(fragment: Self.change))
            FROM movement
            WHERE movement.variant = wanted.variant AND \(fragment: Self.touches)
                AND \(fragment: Self.happened) <= wanted.time
                AND CASE WHEN wanted.serial IS NULL
                    THEN movement.serial IS NULL
                        AND coalesce(movement.lot, \(ID<Lot>.none)) = wanted.lot
                    ELSE movement.serial = (
                        SELECT serial.id FROM serial
                        WHERE serial.variant = wanted.variant AND serial.number = wanted.serial
                    )
                END
        ), 0)::bigint AS level
        FROM \(fragment: Self.wanted(moments))
        """
    }

    /// Where units of a variant are at a time: all at one place, and some wherever they are.
    static func whereabouts(
        of variant: ID<Variant>,
        at location: ID<Location>,
        seen numbers: [String],
        by time: Timestamp
    ) -> SQL {
        """
        SELECT serial.number AS serial, ends.location, movement.lot,
            sum(ends.quantity)::bigint AS level
        FROM movement
        CROSS JOIN LATERAL (
            VALUES (movement.to_location, movement.quantity),
                (movement.from_location, - movement.quantity)
        ) AS ends (location, quantity)
        JOIN location ON location.id = ends.location AND location.warehouse IS NOT NULL
        LEFT JOIN serial ON serial.id = movement.serial
        WHERE movement.variant = \(variant) AND \(fragment: Self.happened) <= \(time)
            AND (ends.location = \(location) OR serial.number = ANY (\(numbers)))
        GROUP BY 1, 2, 3
        HAVING sum(ends.quantity) <> 0
        """
    }

    static func unit(_ row: Row) throws -> UnitLevel {
        UnitLevel(
            serial: try row.decode("serial"),
            location: try row.decode("location"),
            lot: try row.decode("lot"),
            level: try row.decode("level")
        )
    }

    /// When a movement happened: what somebody saw is compared with what had, whatever period it was
    /// entered into.
    static let happened: SQL = "coalesce(movement.occurred_at, movement.effective_at)"

    private static let change: SQL = """
        CASE WHEN movement.to_location = wanted.location
            THEN movement.quantity ELSE - movement.quantity END
        """

    private static let touches: SQL = """
        (movement.to_location = wanted.location OR movement.from_location = wanted.location)
        """

    private static func wanted(_ moments: [Moment]) -> SQL {
        """
        unnest(
            \((0..<moments.count).map { Int32($0) }),
            \(moments.map(\.key.variant)),
            \(moments.map(\.key.location)),
            \(moments.map { $0.key.lot ?? .none }),
            \(moments.map(\.key.serial)),
            \(moments.map(\.time))
        ) AS wanted (number, variant, location, lot, serial, time)
        """
    }
}
