import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `serial` table, as decisions need it.
enum SerialStore {
    /// Locks units by identifier or number, in key order.
    ///
    /// Says nothing of where they are: after a wait PostgreSQL looks again at the row that it locks
    /// only, and would join a unit that has moved to the location that it left. What it finds under
    /// the lock is for the next statement to read.
    ///
    /// - Parameter places: Places of which all units are meant.
    static func lock(
        _ ids: [ID<Serial>],
        keys: [StockSerial.Key],
        places: [ID<Location>] = []
    ) -> SQL {
        """
        SELECT serial.id
        FROM serial
        WHERE serial.id IN (\(fragment: self.wanted(ids, keys, places)))
        ORDER BY serial.id
        FOR UPDATE
        """
    }

    /// Where the same units are, for a statement after the one that locks them.
    static func whereabouts(
        _ ids: [ID<Serial>],
        keys: [StockSerial.Key],
        places: [ID<Location>] = []
    ) -> SQL {
        """
        \(fragment: self.units)
        WHERE serial.id IN (\(fragment: self.wanted(ids, keys, places)))
        """
    }

    private static func wanted(
        _ ids: [ID<Serial>],
        _ keys: [StockSerial.Key],
        _ places: [ID<Location>]
    ) -> SQL {
        let named: SQL = """
            SELECT unnest(\(ids))
            UNION
            SELECT found.id
            FROM unnest(\(keys.map(\.variant)), \(keys.map(\.number))) AS wanted (variant, number)
            JOIN serial AS found USING (variant, number)
            """
        // Seldom asked for, and planned by itself: of most places all units are very many.
        guard !places.isEmpty else { return named }
        return """
            \(fragment: named)
            UNION
            SELECT there.id
            FROM serial AS there
            WHERE there.location = ANY (\(places))
            """
    }

    private static let units: SQL = """
        SELECT serial.id, serial.variant, serial.number, serial.lot, serial.location,
            location.warehouse IS NOT NULL AS is_in_stock
        FROM serial
        JOIN location ON location.id = serial.location
        """

    /// Units by identifier, without locking them.
    static func named(_ ids: [ID<Serial>]) -> SQL {
        """
        \(fragment: self.units)
        WHERE serial.id = ANY (\(ids))
        """
    }

    /// Takes in the units that are locked; one that has come since is somebody else's, and writing
    /// it fails on its number.
    static func insert(_ rows: Rows, locked: Rows, into state: inout LedgerState) throws {
        let ids = Set(try locked.map { try $0.decode("id", as: ID<Serial>.self) })
        try self.insert(
            rows.filter { ids.contains(try $0.decode("id")) },
            into: &state
        )
    }

    static func insert(_ rows: some Sequence<Row>, into state: inout LedgerState) throws {
        for row in rows {
            state.insert(
                StockSerial(
                    id: try row.decode("id"),
                    key: StockSerial.Key(
                        variant: try row.decode("variant"),
                        number: try row.decode("number")
                    ),
                    lot: try row.decode("lot"),
                    location: try row.decode("location"),
                    isInStock: try row.decode("is_in_stock")
                )
            )
        }
    }

    static func save(_ serials: [StockSerial], at time: Timestamp) -> SQL {
        """
        INSERT INTO serial AS known (id, variant, number, lot, location, moved_at)
        SELECT *, \(time)
        FROM unnest(
            \(serials.map(\.id)),
            \(serials.map(\.key.variant)),
            \(serials.map(\.key.number)),
            \(serials.map(\.lot)),
            \(serials.map(\.location))
        )
        ON CONFLICT (id) DO UPDATE
        SET location = excluded.location, moved_at = excluded.moved_at
        """
    }
}
