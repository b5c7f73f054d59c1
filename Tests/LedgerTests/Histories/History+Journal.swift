import Contracts
import Kernel
import Postgres
import Testing

@testable import Ledger

/// The journal itself, row by row.
extension History {
    /// Both sides of all movements, by place and lot, are what the model has; together they are nothing;
    /// those of warehouses and of the road are the balances, and the virtual places have the rest.
    func expectBalancedJournal() async throws {
        let sides = try await self.ledger.rows(
            """
            SELECT variant.sku, location.code, lot.code AS lot, sum(side.quantity)::bigint AS quantity,
                bool_or(location.kind IN ('supplier', 'customer', 'adjustment', 'scrap', 'production'))
                    AS is_virtual
            FROM (
                SELECT variant, lot, to_location AS location, quantity FROM movement
                UNION ALL
                SELECT variant, lot, from_location, - quantity FROM movement
            ) AS side
            JOIN variant ON variant.id = side.variant
            JOIN location ON location.id = side.location
            LEFT JOIN lot ON lot.id = side.lot
            GROUP BY variant.sku, location.code, lot.code
            """
        )
        var (journal, real) = ([Level: Quantity](), [Level: Quantity]())
        var rest: [String: Quantity] = [:]
        for row in sides {
            let (level, quantity) = try Self.level(row)
            guard quantity != .zero else { continue }
            journal[level] = quantity
            if try row.decode("is_virtual") {
                rest[level.sku, default: .zero] -= quantity
            } else {
                real[level] = quantity
            }
        }
        let rows = try await self.ledger.rows(
            """
            SELECT variant.sku, location.code, lot.code AS lot, balance.on_hand AS quantity
            FROM balance
            JOIN variant ON variant.id = balance.variant
            JOIN location ON location.id = balance.location
            LEFT JOIN lot ON lot.id = balance.lot
            WHERE balance.on_hand <> 0
            """
        )
        let balances = try Dictionary(uniqueKeysWithValues: rows.map { try Self.level($0) })
        #expect(real == balances)
        for sku in RandomPosting.skus {
            let all = journal.filter { $0.key.sku == sku }
            #expect(all.values.reduce(.zero, +) == .zero, "\(sku)")
            let kept = balances.filter { $0.key.sku == sku }.values.reduce(.zero, +)
            #expect(kept == rest[sku] ?? .zero, "\(sku)")
            let told = self.model.everything(of: sku).map { (Level(sku: sku, place: $0), $1) }
            #expect(all == Dictionary(uniqueKeysWithValues: told), "\(sku)")
        }
    }

    private static func level(_ row: Row) throws -> (Level, Quantity) {
        let place = HistoryModel.Place(
            location: try row.decode("code"),
            lot: try row.decode("lot")
        )
        return (Level(sku: try row.decode("sku"), place: place), try row.decode("quantity"))
    }
}
