import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

/// The `transfer_order` and `transfer_line` tables, as decisions need them.
enum TransferStore {
    /// Selects orders by identifier or document.
    static func wanted(_ ids: [ID<TransferOrder>], _ documents: [Reference]) -> SQL {
        .wanted(ids, documents, as: "'transfer'")
    }

    /// Locks orders in key order.
    static func lock(_ wanted: SQL) -> SQL {
        """
        SELECT *
        FROM transfer_order
        WHERE id IN (\(fragment: wanted))
        ORDER BY id
        FOR UPDATE
        """
    }

    /// The lines of the same orders.
    static func lines(_ wanted: SQL) -> SQL {
        """
        SELECT *
        FROM transfer_line
        WHERE transfer_order IN (\(fragment: wanted))
        ORDER BY transfer_order, line
        """
    }

    /// What the same orders have on the road, as the journal has it, by line, lot and unit.
    static func loads(_ wanted: SQL) -> SQL {
        """
        SELECT entry.transfer_order, movement.line, movement.lot, movement.serial,
            sum(
                CASE WHEN road.id = movement.to_location THEN quantity ELSE -quantity END
            )::bigint AS quantity
        FROM entry
        JOIN movement ON movement.entry = entry.id AND movement.recorded_at = entry.recorded_at
        JOIN location AS road ON road.kind = 'transit'
        WHERE entry.transfer_order IN (\(fragment: wanted))
        GROUP BY entry.transfer_order, movement.line, movement.lot, movement.serial
        """
    }

    /// Takes in the rows of ``lock(_:)``, ``lines(_:)`` and ``loads(_:)``.
    static func insert(_ rows: [Rows], into state: inout LedgerState) throws {
        for transfer in try self.transfers(rows[0], lines: rows[1], loads: rows[2]) {
            state.insert(transfer)
        }
    }

    /// Puts orders, their lines and their loads together, in the order of `rows`.
    static func transfers(
        _ rows: some Sequence<Row>,
        lines: Rows,
        loads: Rows
    ) throws -> [StockTransfer] {
        var loadsByLine: [LineKey: [TransferItem: Quantity]] = [:]
        for row in loads {
            let quantity: Quantity = try row.decode("quantity")
            guard quantity != .zero else { continue }
            let item = TransferItem(lot: try row.decode("lot"), serial: try row.decode("serial"))
            loadsByLine[try LineKey(row), default: [:]][item] = quantity
        }
        var linesByOrder: [ID<TransferOrder>: [TransferLine]] = [:]
        for row in lines {
            let key = try LineKey(row)
            linesByOrder[key.order, default: []].append(
                try self.line(row, load: loadsByLine[key] ?? [:])
            )
        }
        return try rows.map { row in
            let id: ID<TransferOrder> = try row.decode("id")
            return StockTransfer(
                id: id,
                from: try row.decode("from_warehouse"),
                to: try row.decode("to_warehouse"),
                reference: try Reference(row, "source", "document"),
                note: try row.decode("note"),
                cancelReason: try row.decode("cancel_reason"),
                actor: try Actor(row),
                createdAt: try row.decode("created_at"),
                version: try row.decode("version"),
                lines: linesByOrder[id] ?? []
            )
        }
    }

    private static func line(_ row: Row, load: [TransferItem: Quantity]) throws -> TransferLine {
        TransferLine(
            variant: try row.decode("variant"),
            lot: try row.decode("lot"),
            from: try row.decode("from_location"),
            to: try row.decode("to_location"),
            ordered: try row.decode("ordered"),
            dispatched: try row.decode("dispatched"),
            received: try row.decode("received"),
            lost: try row.decode("lost"),
            cancelled: try row.decode("cancelled"),
            load: load
        )
    }

    private struct LineKey: Hashable {
        let order: ID<TransferOrder>
        let number: Int32

        init(_ row: Row) throws {
            self.order = try row.decode("transfer_order")
            self.number = try row.decode("line")
        }
    }
}
