import Crypto
import Kernel

/// One step from a schema to the next.
package struct Migration: Hashable, Sendable {
    /// Such as `V0001_balance`; unique and never changed.
    package let name: String
    /// Trusted text of any number of statements, none of which ends the transaction.
    package let sql: String

    package init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    /// The SHA-256 of the text, in hexadecimal.
    package var digest: String {
        Hexadecimal.text(SHA256.hash(data: Array(self.sql.utf8)))
    }
}
