package import Postgres
package import Sealing

/// The `seal_key` and `seal_ledger` tables.
package enum KeyStore {
    /// Which ledger this is.
    package static let ledger: SQL = "SELECT id FROM seal_ledger"

    /// All keys, the first one first.
    package static let all: SQL = "SELECT * FROM seal_key ORDER BY number"

    package static func insert(_ record: KeyRecord) -> SQL {
        """
        INSERT INTO seal_key (number, public_key, first_checkpoint, introduced_at, signature)
        VALUES (
            \(record.number), \(record.key), \(record.firstCheckpoint), \(record.introducedAt),
            \(record.signature)
        )
        """
    }

    /// Reads which ledger this is.
    ///
    /// - Throws: ``UnreadableSeal`` where the one row is gone.
    package static func ledger(_ rows: Rows) throws -> SealedID {
        guard let row = rows.first else {
            throw UnreadableSeal("seal_ledger does not say which ledger this is")
        }
        return try row.decode("id")
    }
}

extension KeyRecord {
    /// - Parameter ledger: Which one the table is of.
    package init(_ row: Row, of ledger: SealedID) throws {
        self.init(
            ledger: ledger,
            number: try row.decode("number"),
            key: try row.decode("public_key"),
            firstCheckpoint: try row.decode("first_checkpoint"),
            introducedAt: try row.decode("introduced_at"),
            signature: try row.decode("signature")
        )
    }
}
