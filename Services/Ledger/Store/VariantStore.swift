import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The `variant` and `barcode` tables, as decisions need them.
enum VariantStore {
    /// Variants by identifier, SKU or barcode, without those that are deleted.
    ///
    /// A variant that is named in several ways may come several times. Of two that share a SKU for
    /// a moment the newer one comes last.
    static func named(_ ids: [ID<Variant>], skus: [String], barcodes: [String]) -> SQL {
        // Arrays instead of joins, because a planner that does not know how many are named would
        // read all variants to join a few; and nothing is looked for in a way that nobody used.
        var ways: [SQL] = []
        if !skus.isEmpty { ways.append("sku = ANY (\(skus))") }
        if !barcodes.isEmpty {
            ways.append(
                "id = ANY (ARRAY(SELECT variant FROM barcode WHERE code = ANY (\(barcodes))))"
            )
        }
        if !ids.isEmpty || ways.isEmpty { ways.append("id = ANY (\(ids))") }
        let variants = ways.map { way -> SQL in
            """
            SELECT id, sku, status, tracking, has_expiry, is_used
            FROM variant
            WHERE NOT is_deleted AND \(fragment: way)
            """
        }
        let all = variants.dropFirst().reduce(variants[0]) {
            "\(fragment: $0) UNION ALL \(fragment: $1)"
        }
        return "\(fragment: all) ORDER BY sku, id"
    }

    /// Some of all variants, the next by their identifiers.
    ///
    /// - Parameter last: The last one of those before; `nil` for the first.
    static func next(after last: ID<Variant>?, limit: Int) -> SQL {
        let condition: SQL = last.map { "id > \($0)" } ?? "true"
        return "SELECT id FROM variant WHERE \(fragment: condition) ORDER BY id LIMIT \(limit)"
    }

    static func packs(_ barcodes: [String]) -> SQL {
        """
        SELECT code, variant, pack_quantity
        FROM barcode
        WHERE code = ANY (\(barcodes))
        ORDER BY code, variant
        """
    }

    static func insert(_ rows: Rows, into state: inout LedgerState) throws {
        state.reserveCapacity(variants: rows.count)
        for row in rows {
            state.insert(
                StockVariant(
                    id: try row.decode("id"),
                    sku: try row.decode("sku"),
                    tracking: TrackingPolicy(
                        mode: try row.word("tracking"),
                        hasExpiry: try row.decode("has_expiry")
                    ),
                    status: try row.word("status"),
                    isUsed: try row.decode("is_used")
                )
            )
        }
    }

    static func insertPacks(_ rows: Rows, into state: inout LedgerState) throws {
        for row in rows {
            state.insert(
                Pack(
                    variant: try row.decode("variant"),
                    content: try row.decode("pack_quantity")
                ),
                barcode: try row.decode("code")
            )
        }
    }

    /// Remembers that the book names variants.
    ///
    /// One that the catalog has deleted since it was read is retired instead, as it is when the two
    /// happen in the other order. Rows are locked in the order of their identifiers.
    static func markUsed(_ variants: [ID<Variant>]) -> SQL {
        """
        WITH unused AS (
            SELECT id FROM variant WHERE id = ANY (\(variants)) AND NOT is_used
            ORDER BY id
            FOR UPDATE
        )
        UPDATE variant
        SET is_used = true,
            status = CASE WHEN is_deleted THEN 'retired' ELSE status END,
            is_deleted = false
        FROM unused
        WHERE variant.id = unused.id
        """
    }
}
