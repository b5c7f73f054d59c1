import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

/// The `reservation` and `reservation_line` tables, as decisions need them.
enum ReservationStore {
    /// Locks reservations by identifier or document, in key order, and those that shipments were
    /// taken from.
    static func lock(_ wanted: SQL) -> SQL {
        """
        SELECT *
        FROM reservation
        WHERE id IN (\(fragment: wanted))
        ORDER BY id
        FOR UPDATE
        """
    }

    /// The lines of the same reservations.
    static func lines(_ wanted: SQL) -> SQL {
        """
        SELECT *
        FROM reservation_line
        WHERE reservation IN (\(fragment: wanted))
        ORDER BY reservation, line
        """
    }

    /// The lines of reservations.
    static func lines(_ ids: [ID<Reservation>]) -> SQL { self.lines("SELECT unnest(\(ids))") }

    /// Selects reservations by identifier or document.
    static func wanted(_ ids: [ID<Reservation>], _ documents: [Reference]) -> SQL {
        .wanted(ids, documents, as: "'reservation'")
    }

    /// Selects the reservations that entries were taken from, by identifier or document.
    static func shipped(_ ids: [ID<Entry>], _ documents: [Reference]) -> SQL {
        """
        SELECT reservation
        FROM entry
        WHERE id = ANY (ARRAY(\(fragment: .wanted(ids, documents, as: "'entry'"))))
            AND reservation IS NOT NULL
        """
    }

    static func insert(_ rows: Rows, lines: Rows, into state: inout LedgerState) throws {
        for reservation in try self.reservations(rows, lines: lines) { state.insert(reservation) }
    }

    /// Puts reservations and their lines together, in the order of `rows`.
    static func reservations(
        _ rows: some Sequence<Row>,
        lines: Rows
    ) throws -> [StockReservation] {
        var linesByReservation: [ID<Reservation>: [StockReservation.Line]] = [:]
        for row in lines {
            linesByReservation[try row.decode("reservation"), default: []].append(
                StockReservation.Line(
                    variant: try row.decode("variant"),
                    reserved: try row.decode("reserved"),
                    consumed: try row.decode("consumed"),
                    released: try row.decode("released"),
                    backordered: try row.decode("backordered"),
                    reference: try row.decode("reference")
                )
            )
        }
        return try rows.map { row in
            let id: ID<Reservation> = try row.decode("id")
            return StockReservation(
                id: id,
                warehouse: try row.decode("warehouse"),
                state: try row.word("state"),
                expiresAt: try row.decode("expires_at"),
                priority: Int(try row.decode("priority", as: Int32.self)),
                reference: try Reference(row, "source", "document"),
                note: try row.decode("note"),
                releaseReason: try row.decode("release_reason"),
                actor: try Actor(row),
                createdAt: try row.decode("created_at"),
                version: try row.decode("version"),
                lines: linesByReservation[id] ?? []
            )
        }
    }
}
