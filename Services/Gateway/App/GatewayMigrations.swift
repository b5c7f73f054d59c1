import Postgres

/// The schema of the gateway, oldest first.
///
/// A published migration never changes; a fix is a new one.
enum GatewayMigrations {
    static let all = [
        Migration(name: "V0001_account", sql: text(PackageResources.V0001_account_sql)),
        Migration(name: "V0002_audit", sql: text(PackageResources.V0002_audit_sql)),
        Migration(name: "V0003_warehouse", sql: text(PackageResources.V0003_warehouse_sql)),
        Migration(name: "V0004_audit_subject", sql: text(PackageResources.V0004_audit_subject_sql)),
        Migration(
            name: "V0005_session_retention",
            sql: text(PackageResources.V0005_session_retention_sql)
        ),
        Migration(name: "V0006_erased", sql: text(PackageResources.V0006_erased_sql)),
        Migration(name: "V0007_erased_again", sql: text(PackageResources.V0007_erased_again_sql)),
    ]

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
