import Contracts
import Kernel
import Postgres

/// The table `alias`.
enum AliasStore {
    struct Record: Sendable {
        let id: ID<Alias>
        let source: String?
        let code: String
        let variant: ID<Variant>
        let sku: String
        let packQuantity: Quantity
        let actor: Actor
        let createdAt: Timestamp
    }

    private static let selection: SQL = """
        SELECT a.id, a.source, a.code, a.variant, coalesce(v.sku, '') AS sku, a.pack_quantity,
            a.actor, a.created_at
        FROM alias a
        JOIN variant v ON v.id = a.variant
        """

    static func find(
        _ id: ID<Alias>,
        in transaction: borrowing Transaction
    ) throws -> Record? {
        try transaction.execute("\(fragment: self.selection) WHERE a.id = \(id)")
            .first.map(self.record)
    }

    /// One page in order of code, after the given code and identifier.
    static func page(
        source: String?,
        code: String?,
        sku: String?,
        after cursor: (code: String, id: ID<Alias>)?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [Record] {
        try transaction.execute(
            """
            \(fragment: self.selection)
            WHERE (\(source)::text IS NULL OR a.source = \(source))
                AND (\(code)::text IS NULL OR a.code = \(code))
                AND (\(sku)::text IS NULL OR v.sku = \(sku))
                AND (\(cursor?.code)::text IS NULL
                    OR (a.code, a.id) > (\(cursor?.code), \(cursor?.id)))
            ORDER BY a.code, a.id
            LIMIT \(limit)
            """
        ).map(self.record)
    }

    /// Adds an alias; `false` where the source has one for the code already.
    static func insert(_ alias: Record, in transaction: borrowing Transaction) throws -> Bool {
        try !transaction.execute(
            """
            INSERT INTO alias (id, source, code, variant, pack_quantity, actor)
            VALUES
                (\(alias.id), \(alias.source), \(alias.code), \(alias.variant),
                 \(alias.packQuantity), \(try JSONB(encoding: alias.actor)))
            ON CONFLICT DO NOTHING
            RETURNING id
            """
        ).isEmpty
    }

    static func delete(_ id: ID<Alias>, in transaction: borrowing Transaction) throws -> Bool {
        try !transaction.execute("DELETE FROM alias WHERE id = \(id) RETURNING id").isEmpty
    }

    /// Forgets what a person was called that made aliases.
    static func erase(_ person: ID<User>, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE alias
            SET actor = jsonb_set(actor, '{name}', '"erased"')
            WHERE actor ->> 'id' = \(person.description)
                AND actor ->> 'kind' = \(ActorKind.user.rawValue)
            """
        )
    }

    /// The variant that a SKU or an identifier names.
    static func variant(
        sku: String?,
        id: ID<Variant>?,
        in transaction: borrowing Transaction
    ) throws -> (id: ID<Variant>, sku: String)? {
        try transaction.execute(
            """
            SELECT id, sku FROM variant
            WHERE sku IS NOT NULL AND (sku = \(sku) OR id = \(id))
            """
        ).first.map { (try $0.decode("id"), try $0.decode("sku")) }
    }

    private static func record(_ row: Row) throws -> Record {
        Record(
            id: try row.decode("id"),
            source: try row.decode("source"),
            code: try row.decode("code"),
            variant: try row.decode("variant"),
            sku: try row.decode("sku"),
            packQuantity: try row.decode("pack_quantity"),
            actor: try row.decode("actor", as: JSONB.self).decode(Actor.self),
            createdAt: try row.decode("created_at")
        )
    }
}
