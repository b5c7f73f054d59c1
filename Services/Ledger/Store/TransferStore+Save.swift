import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

extension TransferStore {
    /// Adds orders; an identifier that somebody else took meanwhile fails.
    static func add(_ transfers: [StockTransfer], at time: Timestamp) -> SQL {
        """
        INSERT INTO transfer_order (
            id, from_warehouse, to_warehouse, state, source, document, note, cancel_reason,
            actor_kind, actor_id, actor_name, created_at, version, updated_at
        )
        SELECT *, \(time)
        FROM unnest(
            \(transfers.map(\.id)),
            \(transfers.map(\.from)),
            \(transfers.map(\.to)),
            \(transfers.map(\.state.rawValue)),
            \(transfers.map(\.reference?.source)),
            \(transfers.map(\.reference?.document)),
            \(transfers.map(\.note)),
            \(transfers.map(\.cancelReason)),
            \(transfers.map(\.actor.kind.rawValue)),
            \(transfers.map(\.actor.id)),
            \(transfers.map(\.actor.name)),
            \(transfers.map(\.createdAt)),
            \(transfers.map(\.version))
        )
        """
    }

    /// Writes what became of orders that were there before the batch.
    static func update(_ transfers: [StockTransfer], at time: Timestamp) -> SQL {
        """
        UPDATE transfer_order
        SET state = changed.state,
            cancel_reason = changed.cancel_reason,
            version = changed.version,
            updated_at = \(time)
        FROM unnest(
            \(transfers.map(\.id)),
            \(transfers.map(\.state.rawValue)),
            \(transfers.map(\.cancelReason)),
            \(transfers.map(\.version))
        ) AS changed (id, state, cancel_reason, version)
        WHERE transfer_order.id = changed.id
        """
    }

    /// Writes the lines of orders as they are after a batch.
    static func saveLines(of transfers: [StockTransfer]) -> SQL {
        let rows = transfers.flatMap { transfer in
            transfer.lines.enumerated().map { (transfer, Int32(clamping: $0 + 1), $1) }
        }
        return """
            INSERT INTO transfer_line (
                transfer_order, line, variant, lot, from_location, to_location, to_warehouse,
                ordered, dispatched, received, lost, cancelled
            )
            SELECT *
            FROM unnest(
                \(rows.map(\.0.id)),
                \(rows.map(\.1)),
                \(rows.map(\.2.variant)),
                \(rows.map(\.2.lot)),
                \(rows.map(\.2.from)),
                \(rows.map(\.2.to)),
                \(rows.map(\.0.to)),
                \(rows.map(\.2.ordered)),
                \(rows.map(\.2.dispatched)),
                \(rows.map(\.2.received)),
                \(rows.map(\.2.lost)),
                \(rows.map(\.2.cancelled))
            )
            ON CONFLICT (transfer_order, line) DO UPDATE
            SET dispatched = excluded.dispatched,
                received = excluded.received,
                lost = excluded.lost,
                cancelled = excluded.cancelled
            """
    }
}
