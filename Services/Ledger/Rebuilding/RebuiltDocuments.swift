import Contracts
import Kernel
import Postgres

/// What follows of lots, transfer orders, units and handling units, in a session's own tables.
///
/// What else they say stands nowhere else, and is taken over.
enum RebuiltDocuments {
    /// Takes over the live rows, and makes of them what the audit would.
    static func fill(
        from schema: String,
        units limit: Int,
        in transaction: borrowing Transaction
    ) throws {
        let copies = BesideTables.documents.flatMap { table -> [SQL] in
            [
                SQL(verbatim: "DELETE FROM \(table)"),
                SQL(verbatim: "INSERT INTO \(table) SELECT * FROM \(schema).\(table)"),
            ]
        }
        try transaction.pipeline(copies)
        try transaction.execute(script: BesideTables.analysis(BesideTables.documents))
        try transaction.pipeline(
            TransferComparison.put(.everything)
                + [LotComparison.put(.everything), HandlingUnitAudit.put(.everything)]
        )
        try self.placeUnits(limit, in: transaction)
    }

    private static func placeUnits(_ limit: Int, in transaction: borrowing Transaction) throws {
        var last: ID<Serial>?
        repeat {
            let condition: SQL = last.map { "id > \($0)" } ?? "true"
            let ids: [ID<Serial>] = try transaction.execute(
                "SELECT id FROM serial WHERE \(fragment: condition) ORDER BY id LIMIT \(limit)"
            ).map { try $0.decode("id") }
            if !ids.isEmpty {
                let differences = try UnitAudit.differences(among: ids, in: transaction)
                if !differences.isEmpty { try transaction.execute(UnitAudit.put(differences)) }
            }
            last = ids.last
        } while last != nil
    }

    /// Lines of transfer orders together with the states of these.
    static func lines(in schema: String) -> String {
        """
        SELECT line.*, transfer.state
        FROM \(schema).transfer_line AS line
        JOIN \(schema).transfer_order AS transfer ON transfer.id = line.transfer_order
        """
    }
}
