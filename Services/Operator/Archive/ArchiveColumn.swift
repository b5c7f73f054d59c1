/// A column of an exported month: what it is called, of which type, and where it comes from.
struct ArchiveColumn: Codable, Hashable, Sendable {
    let name: String
    /// As PostgreSQL names it; times are of UTC and have microseconds.
    let type: String

    private init(_ name: String, _ type: String) {
        self.name = name
        self.type = type
    }

    /// All that the journal has of a movement.
    private static let movement = [
        ArchiveColumn("id", "uuid"), ArchiveColumn("entry", "uuid"),
        ArchiveColumn("line", "integer"), ArchiveColumn("variant", "uuid"),
        ArchiveColumn("lot", "uuid"), ArchiveColumn("serial", "uuid"),
        ArchiveColumn("from_location", "uuid"), ArchiveColumn("to_location", "uuid"),
        // In ten-thousandths of the base unit.
        ArchiveColumn("quantity", "bigint"), ArchiveColumn("unit_cost", "text"),
        ArchiveColumn("unit_cost_currency", "text"), ArchiveColumn("reverses", "uuid"),
        ArchiveColumn("effective_at", "timestamptz"), ArchiveColumn("recorded_at", "timestamptz"),
    ]

    /// All that it has of the entry, under these names after `entry_`.
    private static let entry = [
        ArchiveColumn("kind", "text"), ArchiveColumn("source", "text"),
        ArchiveColumn("document", "text"), ArchiveColumn("original_source", "text"),
        ArchiveColumn("original_document", "text"), ArchiveColumn("reverses", "uuid"),
        ArchiveColumn("reversal_number", "integer"), ArchiveColumn("undoes_rest", "boolean"),
        ArchiveColumn("batch", "uuid"), ArchiveColumn("reservation", "uuid"),
        ArchiveColumn("reason", "text"), ArchiveColumn("note", "text"),
        ArchiveColumn("actor_kind", "text"), ArchiveColumn("actor_id", "uuid"),
        ArchiveColumn("actor_name", "text"), ArchiveColumn("cause", "uuid"),
        ArchiveColumn("transfer_order", "uuid"),
    ]

    /// In the order of the file.
    static let all =
        Self.movement + Self.entry.map { ArchiveColumn("entry_\($0.name)", $0.type) }

    /// What selects them.
    static let selection =
        (Self.movement.map { "movement.\($0.name)" }
        + Self.entry.map { "entry.\($0.name) AS entry_\($0.name)" })
        .joined(separator: ", ")
}
