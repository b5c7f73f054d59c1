import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `lot` table, as decisions need it.
///
/// Its rows are not locked: who changes the status of a lot holds the availability of its variant
/// in every warehouse, so that it stays as it is while anybody holds one of them.
enum LotStore {
    /// What ``lot(_:)`` reads.
    static let columns: SQL = """
        lot.id, lot.code, lot.supplier, lot.manufactured_on, lot.expires_on, lot.status,
        lot.version AS lot_version, lot.created_at AS lot_created_at
        """

    /// Lots by identifier or number, and those that named units belong to.
    static func named(
        _ ids: [ID<Lot>],
        keys: [StockLot.Key],
        serials: [StockSerial.Key] = []
    ) -> SQL {
        """
        SELECT lot.variant, \(fragment: Self.columns)
        FROM lot
        WHERE id = ANY (\(ids))
        UNION
        SELECT lot.variant, \(fragment: Self.columns)
        FROM unnest(\(keys.map(\.variant)), \(keys.map(\.code))) AS wanted (variant, code)
        JOIN lot USING (variant, code)
        UNION
        SELECT lot.variant, \(fragment: Self.columns)
        FROM unnest(\(serials.map(\.variant)), \(serials.map(\.number)))
            AS wanted (variant, number)
        JOIN serial USING (variant, number)
        JOIN lot ON lot.id = serial.lot
        """
    }

    /// Lots that are about to change, kept from others who want to change them.
    ///
    /// - Parameter lots: Selects their identifiers.
    static func lock(_ lots: SQL) -> SQL {
        """
        SELECT lot.variant, \(fragment: Self.columns)
        FROM lot
        WHERE id = ANY (ARRAY(\(fragment: lots)))
        ORDER BY id
        FOR NO KEY UPDATE
        """
    }

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows { state.insert(try self.lot(row)) }
    }

    /// Reads ``columns`` and the variant.
    static func lot(_ row: Row) throws -> StockLot {
        StockLot(
            id: try row.decode("id"),
            key: StockLot.Key(variant: try row.decode("variant"), code: try row.decode("code")),
            details: StockLot.Details(
                supplier: try row.decode("supplier"),
                manufacturedOn: try row.decode("manufactured_on"),
                expiresOn: try row.decode("expires_on")
            ),
            since: try row.decode("lot_created_at"),
            status: try row.word("status"),
            version: try row.decode("lot_version")
        )
    }

    static func add(_ lots: [StockLot], at time: Timestamp) -> SQL {
        """
        INSERT INTO lot (
            id, variant, code, supplier, manufactured_on, expires_on, status, created_at
        )
        SELECT *, \(time)
        FROM unnest(
            \(lots.map(\.id)),
            \(lots.map(\.key.variant)),
            \(lots.map(\.key.code)),
            \(lots.map(\.details.supplier)),
            \(lots.map(\.details.manufacturedOn)),
            \(lots.map(\.details.expiresOn)),
            \(lots.map(\.status.rawValue))
        )
        """
    }

    /// Gives lots the statuses that they have now; leaves alone those that somebody else changed.
    static func change(_ lots: [StockLot]) -> SQL {
        """
        UPDATE lot
        SET status = new.status, version = new.version
        FROM unnest(
            \(lots.map(\.id)),
            \(lots.map(\.status.rawValue)),
            \(lots.map(\.version))
        ) AS new (id, status, version)
        WHERE lot.id = new.id AND lot.version < new.version
        """
    }

    /// Why lots have the statuses that they were given last.
    ///
    /// - Parameter lots: Selects their identifiers.
    static func reasons(of lots: SQL) -> SQL {
        """
        SELECT DISTINCT ON (lot) lot, reason
        FROM lot_change
        WHERE lot = ANY (ARRAY(\(fragment: lots)))
        ORDER BY lot, version DESC
        """
    }

    static func insertReasons(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows { state.lotReasons[try row.decode("lot")] = try row.word("reason") }
    }

    /// Remembers that a lot was withheld from the beginning.
    static func rememberFirst(
        _ lot: ID<Lot>,
        _ status: LotStatus,
        because reason: LotReason,
        by actor: Actor
    ) -> SQL {
        """
        INSERT INTO lot_change (
            lot, version, status, reason, actor_kind, actor_id, actor_name, recorded_at
        )
        VALUES (
            \(lot), 1, \(status.rawValue), \(reason.rawValue),
            \(actor.kind.rawValue), \(actor.id), \(actor.name), now()
        )
        """
    }

    /// Remembers why lots were given their statuses.
    static func remember(_ changes: [LotStatusChange], at time: Timestamp) -> SQL {
        """
        INSERT INTO lot_change (
            lot, version, status, reason, note, actor_kind, actor_id, actor_name, recorded_at
        )
        SELECT *, \(time)
        FROM unnest(
            \(changes.map(\.lot.id)),
            \(changes.map(\.lot.version)),
            \(changes.map(\.lot.status.rawValue)),
            \(changes.map(\.reason.rawValue)),
            \(changes.map(\.note)),
            \(changes.map(\.actor.kind.rawValue)),
            \(changes.map(\.actor.id)),
            \(changes.map(\.actor.name))
        )
        """
    }
}
