package import Postgres

/// The tables of inbox, outbox, request log and dead letters, which every service has in its schema.
///
/// A service lists them before its own migrations.
package enum MessagingSchema {
    package static let migrations: [Migration] = [
        Migration(name: "M0001_outbox", bytes: PackageResources.M0001_outbox_sql),
        Migration(name: "M0002_inbox", bytes: PackageResources.M0002_inbox_sql),
        Migration(name: "M0003_request_log", bytes: PackageResources.M0003_request_log_sql),
        Migration(name: "M0004_dead_letter", bytes: PackageResources.M0004_dead_letter_sql),
        Migration(
            name: "M0005_messaging_privileges",
            bytes: PackageResources.M0005_messaging_privileges_sql
        ),
    ]
}

extension Migration {
    fileprivate init(name: String, bytes: [UInt8]) {
        self.init(name: name, sql: String(decoding: bytes, as: UTF8.self))
    }
}
