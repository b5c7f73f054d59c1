import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `serial` table, as decisions need it.
enum SerialStore {
    /// Locks units by identifier or number, in key order.
    static func lock(_ ids: [ID<Serial>], keys: [StockSerial.Key]) -> SQL {
        """
        SELECT serial.id, serial.variant, serial.number, serial.lot, serial.location,
            location.warehouse IS NOT NULL AS is_in_stock
        FROM serial
        JOIN location ON location.id = serial.location
        WHERE serial.id IN (
            SELECT unnest(\(ids))
            UNION
            SELECT found.id
            FROM unnest(\(keys.map(\.variant)), \(keys.map(\.number))) AS wanted (variant, number)
            JOIN serial AS found USING (variant, number)
        )
        ORDER BY serial.id
        FOR UPDATE OF serial
        """
    }

    /// Units by identifier, without locking them.
    static func named(_ ids: [ID<Serial>]) -> SQL {
        """
        SELECT serial.id, serial.variant, serial.number, serial.lot, serial.location,
            location.warehouse IS NOT NULL AS is_in_stock
        FROM serial
        JOIN location ON location.id = serial.location
        WHERE serial.id = ANY (\(ids))
        """
    }

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
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
