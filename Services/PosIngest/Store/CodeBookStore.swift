import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// Reads what codes stand for, from `alias`, `variant`, `barcode` and `location`.
enum CodeBookStore {
    /// The part of the book that a set of codes needs, in one round trip.
    static func book(
        codes: Set<Verbatim>,
        locations: Set<Verbatim>,
        in transaction: borrowing Transaction
    ) throws -> CodeBook {
        let codes = codes.map(\.wrappedValue)
        let locations = locations.map(\.wrappedValue)
        let results = try transaction.pipeline([
            """
            SELECT a.source, a.code, a.variant, a.pack_quantity, v.is_retired
            FROM alias a
            JOIN variant v ON v.id = a.variant
            WHERE a.code = ANY(\(codes))
            """,
            """
            SELECT sku AS code, id AS variant, is_retired FROM variant
            WHERE sku = ANY(\(codes))
            """,
            """
            SELECT b.code, b.variant, b.pack_quantity, v.is_retired
            FROM barcode b
            JOIN variant v ON v.id = b.variant
            WHERE b.code = ANY(\(codes)) AND v.sku IS NOT NULL
            """,
            """
            SELECT code, id FROM location
            WHERE code = ANY(\(locations)) AND is_open
            """,
        ])
        var book = CodeBook()
        for row in results[0] {
            let meaning = try self.meaning(row)
            let code = Verbatim(try row.decode("code"))
            if let source = try row.decode("source", as: String?.self) {
                book.sourceAliases[source, default: [:]][code] = meaning
            } else {
                book.generalAliases[code] = meaning
            }
        }
        for row in results[1] {
            book.skus[Verbatim(try row.decode("code"))] = CodeBook.Meaning(
                variant: try row.decode("variant"),
                packQuantity: 1,
                isRetired: try row.decode("is_retired")
            )
        }
        for row in results[2] {
            book.barcodes[Verbatim(try row.decode("code"))] = try self.meaning(row)
        }
        for row in results[3] {
            book.locations[Verbatim(try row.decode("code"))] = try row.decode("id")
        }
        return book
    }

    private static func meaning(_ row: Row) throws -> CodeBook.Meaning {
        CodeBook.Meaning(
            variant: try row.decode("variant"),
            packQuantity: try row.decode("pack_quantity"),
            isRetired: try row.decode("is_retired")
        )
    }
}
