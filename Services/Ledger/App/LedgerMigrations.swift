import Messaging
import Postgres

/// The schema of the ledger, in the order in which it grew.
///
/// A published migration never changes; a fix is a new one.
enum LedgerMigrations {
    static let all: [Migration] =
        MessagingSchema.migrations + [
            LedgerMigrations.migration("V0001_location", PackageResources.V0001_location_sql),
            LedgerMigrations.migration("V0002_variant", PackageResources.V0002_variant_sql),
            LedgerMigrations.migration("V0003_item", PackageResources.V0003_item_sql),
            LedgerMigrations.migration("V0004_journal", PackageResources.V0004_journal_sql),
            LedgerMigrations.migration("V0005_balance", PackageResources.V0005_balance_sql),
            LedgerMigrations.migration(
                "V0006_reservation",
                PackageResources.V0006_reservation_sql
            ),
            LedgerMigrations.migration(
                "V0007_inventory_transactions",
                PackageResources.V0007_inventory_transactions_sql
            ),
            LedgerMigrations.migration("V0008_privileges", PackageResources.V0008_privileges_sql),
            LedgerMigrations.migration(
                "V0009_release_reason",
                PackageResources.V0009_release_reason_sql
            ),
            LedgerMigrations.migration(
                "V0010_movement_by_effect",
                PackageResources.V0010_movement_by_effect_sql
            ),
            LedgerMigrations.migration(
                "V0011_entry_of_movement",
                PackageResources.V0011_entry_of_movement_sql
            ),
            LedgerMigrations.migration(
                "V0012_balance_in_place",
                PackageResources.V0012_balance_in_place_sql
            ),
            LedgerMigrations.migration(
                "V0013_movement_ahead",
                PackageResources.V0013_movement_ahead_sql
            ),
            LedgerMigrations.migration(
                "V0014_variant_search",
                PackageResources.V0014_variant_search_sql
            ),
            LedgerMigrations.migration(
                "V0015_journal_upkeep",
                PackageResources.V0015_journal_upkeep_sql
            ),
            LedgerMigrations.migration(
                "V0016_lot_status",
                PackageResources.V0016_lot_status_sql
            ),
            LedgerMigrations.migration(
                "V0017_removal_rule",
                PackageResources.V0017_removal_rule_sql
            ),
            LedgerMigrations.migration(
                "V0018_production",
                PackageResources.V0018_production_sql
            ),
            LedgerMigrations.migration(
                "V0019_reversal_in_parts",
                PackageResources.V0019_reversal_in_parts_sql
            ),
            LedgerMigrations.migration("V0020_entry_batch", PackageResources.V0020_entry_batch_sql),
            LedgerMigrations.migration("V0021_seals", PackageResources.V0021_seals_sql),
            LedgerMigrations.migration("V0022_audit", PackageResources.V0022_audit_sql),
            LedgerMigrations.migration(
                "V0023_transfer_order",
                PackageResources.V0023_transfer_order_sql
            ),
            LedgerMigrations.migration("V0024_backorder", PackageResources.V0024_backorder_sql),
            LedgerMigrations.migration("V0025_costs", PackageResources.V0025_costs_sql),
            LedgerMigrations.migration("V0026_counts", PackageResources.V0026_counts_sql),
            LedgerMigrations.migration(
                "V0027_shared_value",
                PackageResources.V0027_shared_value_sql
            ),
            LedgerMigrations.migration(
                "V0028_month_totals",
                PackageResources.V0028_month_totals_sql
            ),
            LedgerMigrations.migration("V0029_periods", PackageResources.V0029_periods_sql),
            LedgerMigrations.migration(
                "V0030_replica_mark",
                PackageResources.V0030_replica_mark_sql
            ),
            LedgerMigrations.migration("V0031_dashboard", PackageResources.V0031_dashboard_sql),
            LedgerMigrations.migration(
                "V0032_pool_totals",
                PackageResources.V0032_pool_totals_sql
            ),
            LedgerMigrations.migration("V0033_person", PackageResources.V0033_person_sql),
            LedgerMigrations.migration(
                "V0034_cost_totals",
                PackageResources.V0034_cost_totals_sql
            ),
            LedgerMigrations.migration("V0035_approvals", PackageResources.V0035_approvals_sql),
            LedgerMigrations.migration("V0036_by_person", PackageResources.V0036_by_person_sql),
            LedgerMigrations.migration(
                "V0037_cost_bounds",
                PackageResources.V0037_cost_bounds_sql
            ),
            LedgerMigrations.migration("V0038_pool_debts", PackageResources.V0038_pool_debts_sql),
            LedgerMigrations.migration(
                "V0039_reservation_change",
                PackageResources.V0039_reservation_change_sql
            ),
            LedgerMigrations.migration(
                "V0040_costing_since",
                PackageResources.V0040_costing_since_sql
            ),
            LedgerMigrations.migration(
                "V0041_document_audit",
                PackageResources.V0041_document_audit_sql
            ),
            LedgerMigrations.migration("V0042_cost_shift", PackageResources.V0042_cost_shift_sql),
            LedgerMigrations.migration(
                "V0043_inspections",
                PackageResources.V0043_inspections_sql
            ),
            LedgerMigrations.migration(
                "V0044_handling_unit",
                PackageResources.V0044_handling_unit_sql
            ),
            LedgerMigrations.migration(
                "V0045_location_placement",
                PackageResources.V0045_location_placement_sql
            ),
            LedgerMigrations.migration(
                "V0046_past_promises",
                PackageResources.V0046_past_promises_sql
            ),
            LedgerMigrations.migration("V0047_kept_days", PackageResources.V0047_kept_days_sql),
            LedgerMigrations.migration(
                "V0048_cost_order_reversal",
                PackageResources.V0048_cost_order_reversal_sql
            ),
            LedgerMigrations.migration(
                "V0049_former_category",
                PackageResources.V0049_former_category_sql
            ),
            LedgerMigrations.migration("V0050_lot_history", PackageResources.V0050_lot_history_sql),
            LedgerMigrations.migration(
                "V0051_reservation_lists",
                PackageResources.V0051_reservation_lists_sql
            ),
            LedgerMigrations.migration(
                "V0052_transfer_lists",
                PackageResources.V0052_transfer_lists_sql
            ),
            LedgerMigrations.migration("V0053_count_lists", PackageResources.V0053_count_lists_sql),
            LedgerMigrations.migration(
                "V0054_inspection_lists",
                PackageResources.V0054_inspection_lists_sql
            ),
            LedgerMigrations.migration("V0055_lot_lists", PackageResources.V0055_lot_lists_sql),
            LedgerMigrations.migration(
                "V0056_serial_lists",
                PackageResources.V0056_serial_lists_sql
            ),
            LedgerMigrations.migration(
                "V0057_count_line_lists",
                PackageResources.V0057_count_line_lists_sql
            ),
            LedgerMigrations.migration(
                "V0058_transfers_in_hand",
                PackageResources.V0058_transfers_in_hand_sql
            ),
        ]

    private static func migration(_ name: String, _ bytes: [UInt8]) -> Migration {
        Migration(name: name, sql: String(decoding: bytes, as: UTF8.self))
    }
}
