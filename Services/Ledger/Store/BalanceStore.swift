import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `balance` table, as decisions need it.
///
/// Its rows are not locked: whoever changes one holds the availability row above it.
enum BalanceStore {
    /// What ``insert(_:into:)`` reads.
    private static let columns: SQL = """
        balance.variant, balance.location, balance.lot, balance.on_hand, balance.is_oversold,
        balance.version, balance.ctid AS address, \(fragment: LotStore.columns)
        """

    /// The balances of places, with their lots: all that are not zero, and those of named lots.
    ///
    /// - Parameters:
    ///   - choices: Variants of which any lot may come or go, and with them all of their lots.
    ///   - serials: Units that are named, and with them their lots.
    static func inPlaces(
        _ places: [Balance.Key],
        lots: [ID<Lot>],
        keys: [StockLot.Key],
        choices: [ID<Variant>] = [],
        serials: [StockSerial.Key]
    ) -> SQL {
        """
        SELECT \(fragment: Self.columns)
        FROM unnest(\(places.map(\.variant)), \(places.map(\.location)))
            AS place (variant, location)
        JOIN balance USING (variant, location)
        LEFT JOIN lot ON lot.id = balance.lot
        WHERE balance.on_hand <> 0
            OR balance.lot = \(ID<Lot>.none)
            OR balance.lot = ANY (\(lots))
            OR lot.code = ANY (\(keys.map(\.code)))
            OR balance.variant = ANY (\(choices))
            OR balance.lot IN (
                SELECT serial.lot
                FROM unnest(\(serials.map(\.variant)), \(serials.map(\.number)))
                    AS named (variant, number)
                JOIN serial USING (variant, number)
                WHERE serial.lot IS NOT NULL
            )
        """
    }

    /// The balances of lots, wherever they are.
    static func all(of lots: [StockLot.Name]) -> SQL {
        """
        SELECT \(fragment: Self.columns)
        FROM \(fragment: Self.those(of: lots))
        JOIN lot ON lot.id = balance.lot
        """
    }

    /// The rows of lots, found by their variants.
    static func those(of lots: [StockLot.Name]) -> SQL {
        """
        unnest(\(lots.map(\.variant)), \(lots.map(\.lot))) AS wanted (variant, lot)
        JOIN balance USING (variant, lot)
        """
    }

    /// What there is of variants in trees of places.
    static func all(in trees: [StockTree]) -> SQL {
        """
        SELECT \(fragment: Self.columns)
        FROM \(fragment: Self.those(in: trees))
        LEFT JOIN lot ON lot.id = balance.lot
        """
    }

    /// The rows of variants in trees, and their locations; some of them twice where one tree is part
    /// of another.
    static func those(in trees: [StockTree]) -> SQL {
        """
        unnest(\(trees.map(\.variant)), \(trees.map(\.root))) AS wanted (variant, root)
        JOIN balance ON balance.variant = wanted.variant AND balance.on_hand > 0
        JOIN location ON location.id = balance.location
            AND location.path @> ARRAY[wanted.root]
        """
    }

    /// Takes rows in, and returns where they lie.
    static func insert(
        _ rows: Rows,
        into state: inout LedgerState
    ) throws -> [Balance.Key: RowAddress] {
        var addresses: [Balance.Key: RowAddress] = [:]
        addresses.reserveCapacity(rows.count)
        state.reserveCapacity(balances: rows.count)
        for row in rows {
            let lot: ID<Lot> = try row.decode("lot")
            let key = Balance.Key(
                variant: try row.decode("variant"),
                location: try row.decode("location"),
                lot: lot.named
            )
            state.insert(
                Balance(
                    key: key,
                    onHand: try row.decode("on_hand"),
                    isOversold: try row.decode("is_oversold"),
                    version: try row.decode("version")
                )
            )
            if lot.named != nil { state.insert(try LotStore.lot(row)) }
            addresses[key] = try row.decode("address")
        }
        return addresses
    }

    /// Changes rows that were read under the lock above them, unless one is older than what is there.
    ///
    /// Of a condition that says nothing the planner expects a third to be left: few enough to go to
    /// each by its address, however small the table.
    static func update(_ rows: [(level: Balance, address: RowAddress)]) -> SQL {
        """
        UPDATE balance
        SET on_hand = new.on_hand,
            is_oversold = new.is_oversold,
            version = new.version
        FROM (
            SELECT
                unnest(\(rows.map(\.address))) AS address,
                unnest(\(rows.map(\.level.key.variant))) AS variant,
                unnest(\(rows.map(\.level.key.location))) AS location,
                unnest(\(rows.map { $0.level.key.lot ?? .none })) AS lot,
                unnest(\(rows.map(\.level.onHand))) AS on_hand,
                unnest(\(rows.map(\.level.isOversold))) AS is_oversold,
                unnest(\(rows.map(\.level.version))) AS version
        ) AS new
        WHERE new.version > 0
            AND balance.ctid = new.address
            AND balance.variant = new.variant
            AND balance.location = new.location
            AND balance.lot = new.lot
            AND balance.version < new.version
        """
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
