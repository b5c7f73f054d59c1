import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `lot` table, as decisions need it.
enum LotStore {
    static func named(_ ids: [ID<Lot>], keys: [StockLot.Key]) -> SQL {
        """
        SELECT id, variant, code, supplier, manufactured_on, expires_on
        FROM lot
        WHERE id = ANY (\(ids))
        UNION
        SELECT id, variant, code, supplier, manufactured_on, expires_on
        FROM unnest(\(keys.map(\.variant)), \(keys.map(\.code))) AS wanted (variant, code)
        JOIN lot USING (variant, code)
        """
    }

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows { state.insert(try self.lot(row)) }
    }

    /// Reads the columns of a lot.
    static func lot(_ row: Row) throws -> StockLot {
        StockLot(
            id: try row.decode("id"),
            key: StockLot.Key(variant: try row.decode("variant"), code: try row.decode("code")),
            details: StockLot.Details(
                supplier: try row.decode("supplier"),
                manufacturedOn: try row.decode("manufactured_on"),
                expiresOn: try row.decode("expires_on")
            )
        )
    }

    static func add(_ lots: [StockLot], at time: Timestamp) -> SQL {
        """
        INSERT INTO lot (
            id, variant, code, supplier, manufactured_on, expires_on, created_at
        )
        SELECT *, \(time)
        FROM unnest(
            \(lots.map(\.id)),
            \(lots.map(\.key.variant)),
            \(lots.map(\.key.code)),
            \(lots.map(\.details.supplier)),
            \(lots.map(\.details.manufacturedOn)),
            \(lots.map(\.details.expiresOn))
        )
        """
    }
}
