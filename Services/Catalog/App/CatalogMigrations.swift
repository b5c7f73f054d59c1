import Messaging
import Postgres

/// The schema of the catalog, in the order in which it grew.
enum CatalogMigrations {
    static let all: [Migration] =
        MessagingSchema.migrations + [
            CatalogMigrations.migration("V0001_unit", PackageResources.V0001_unit_sql),
            CatalogMigrations.migration("V0002_category", PackageResources.V0002_category_sql),
            CatalogMigrations.migration("V0003_product", PackageResources.V0003_product_sql),
            CatalogMigrations.migration("V0004_variant", PackageResources.V0004_variant_sql),
            CatalogMigrations.migration("V0005_search", PackageResources.V0005_search_sql),
            CatalogMigrations.migration("V0006_import", PackageResources.V0006_import_sql),
            CatalogMigrations.migration("V0007_privileges", PackageResources.V0007_privileges_sql),
        ]

    private static func migration(_ name: String, _ bytes: [UInt8]) -> Migration {
        Migration(name: name, sql: String(decoding: bytes, as: UTF8.self))
    }
}
