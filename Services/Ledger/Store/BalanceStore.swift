import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `balance` table, as decisions need it.
///
/// Its rows are not locked: whoever changes one holds the availability row above it.
enum BalanceStore {
    /// The balances of places, with their lots: all that are not zero, and those of named lots.
    ///
    /// - Parameter serials: Units that are named, and with them their lots.
    static func inPlaces(
        _ places: [Balance.Key],
        lots: [ID<Lot>],
        keys: [StockLot.Key],
        serials: [StockSerial.Key]
    ) -> SQL {
        """
        SELECT balance.variant, balance.location, balance.lot, balance.on_hand,
            balance.is_oversold, balance.version,
            lot.id, lot.code, lot.supplier, lot.manufactured_on, lot.expires_on
        FROM unnest(\(places.map(\.variant)), \(places.map(\.location)))
            AS place (variant, location)
        JOIN balance USING (variant, location)
        LEFT JOIN lot ON lot.id = balance.lot
        WHERE balance.on_hand <> 0
            OR balance.lot = \(ID<Lot>.none)
            OR balance.lot = ANY (\(lots))
            OR lot.code = ANY (\(keys.map(\.code)))
            OR balance.lot IN (
                SELECT serial.lot
                FROM unnest(\(serials.map(\.variant)), \(serials.map(\.number)))
                    AS named (variant, number)
                JOIN serial USING (variant, number)
                WHERE serial.lot IS NOT NULL
            )
        """
    }

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows {
            let lot: ID<Lot> = try row.decode("lot")
            state.insert(
                Balance(
                    key: Balance.Key(
                        variant: try row.decode("variant"),
                        location: try row.decode("location"),
                        lot: lot.named
                    ),
                    onHand: try row.decode("on_hand"),
                    isOversold: try row.decode("is_oversold"),
                    version: try row.decode("version")
                )
            )
            if lot.named != nil { state.insert(try LotStore.lot(row)) }
        }
    }

    /// Changes as many rows as there are balances, unless one is older than what is there.
    static func save(_ balances: [Balance]) -> SQL {
        """
        INSERT INTO balance (variant, location, lot, on_hand, is_oversold, version)
        SELECT
            unnest(\(balances.map(\.key.variant))),
            unnest(\(balances.map(\.key.location))),
            unnest(\(balances.map { $0.key.lot ?? .none })),
            unnest(\(balances.map(\.onHand))),
            unnest(\(balances.map(\.isOversold))),
            unnest(\(balances.map(\.version)))
        ON CONFLICT (variant, location, lot) DO UPDATE
        SET on_hand = excluded.on_hand,
            is_oversold = excluded.is_oversold,
            version = excluded.version
        WHERE balance.version < excluded.version
        """
    }
}
