import Postgres

/// The schema of pos-ingest, oldest first.
///
/// A published migration never changes; a fix is a new one.
enum PosIngestMigrations {
    static let all = [
        Migration(name: "V0001_source", sql: text(PackageResources.V0001_source_sql)),
        Migration(name: "V0002_message", sql: text(PackageResources.V0002_message_sql)),
        Migration(name: "V0003_projection", sql: text(PackageResources.V0003_projection_sql)),
        Migration(
            name: "V0004_original_document",
            sql: text(PackageResources.V0004_original_document_sql)
        ),
        Migration(name: "V0005_counting", sql: text(PackageResources.V0005_counting_sql)),
        Migration(name: "V0006_waiting", sql: text(PackageResources.V0006_waiting_sql)),
        Migration(name: "V0007_terminal", sql: text(PackageResources.V0007_terminal_sql)),
        Migration(name: "V0008_sent_at", sql: text(PackageResources.V0008_sent_at_sql)),
        Migration(name: "V0009_erased", sql: text(PackageResources.V0009_erased_sql)),
    ]

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
