import CatalogDomain
import Contracts
import Kernel
import Postgres

/// Which variants a list shows.
struct VariantSearch: Sendable {
    /// Part of the SKU or a name, or the beginning of a barcode; the best match comes first.
    var text: String?
    /// How the SKU begins.
    var skuPrefix: String?
    /// Part of the name or the product's name.
    var name: String?
    var productId: ID<Product>?
    /// Any of these; `nil` for all.
    var categories: [ID<Category>]?
    var barcode: String?
    var attribute: AttributeFilter?
    var status: ActiveStatus?
    var updatedAfter: Timestamp?

    /// Where a page ends: the last variant's place in the order.
    struct Position: Sendable {
        let rank: Int
        let sku: String
    }

    /// The variants that match, in order, from the one after `position`.
    func page(
        after position: Position?,
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [Stored<VariantDocument>] {
        transaction.planForValues()
        return try VariantStore.select(self.clauses(after: position, limit: limit), in: transaction)
    }

    /// How well a SKU matches the text, the best first; the same as ``rankExpression(of:)``.
    func position(of sku: SKU) -> Position {
        guard let text = self.text?.lowercased() else {
            return Position(rank: 0, sku: sku.rawValue)
        }
        let own = sku.rawValue.lowercased()
        let rank = own == text ? 0 : own.utf8.starts(with: text.utf8) ? 1 : 2
        return Position(rank: rank, sku: sku.rawValue)
    }

    /// What follows `FROM variant`.
    func clauses(after position: Position?, limit: Int) -> SQL {
        var clauses: SQL = "WHERE true"
        for condition in self.conditions { clauses += " AND \(fragment: condition)" }
        guard let text = self.text else {
            if let position { clauses += " AND sku > \(position.sku)" }
            return clauses + " ORDER BY sku LIMIT \(limit)"
        }
        let rank = self.rankExpression(of: text.lowercased())
        if let position {
            clauses += " AND (\(fragment: rank), sku) > (\(position.rank), \(position.sku))"
        }
        return clauses + " ORDER BY \(fragment: rank), sku LIMIT \(limit)"
    }

    private var conditions: [SQL] {
        [
            self.text.map(self.textCondition),
            self.skuPrefix.map { SearchPattern.prefix($0.lowercased(), of: "search_sku") },
            self.name.map(self.nameCondition),
            self.productId.map { "product_id = \($0)" },
            self.categories.map { "category_id = ANY(\($0))" },
            self.barcode.map { barcode in
                let keys = Barcode.keys(ofScanned: barcode)
                return "id IN (SELECT variant_id FROM barcode WHERE key = ANY(\(keys)))"
            },
            self.attribute.map { "attributes @> ANY(\($0.documents))" },
            self.status.map { "status = \($0.rawValue)" },
            self.updatedAfter.map { "updated_at > \($0)" },
        ].compactMap(\.self)
    }

    /// Two searches, each with an index of its own.
    ///
    /// An array, because how many rows hold a text is guessed from a sample: with `IN` an unlucky one
    /// makes the planner read the whole table.
    private func textCondition(_ text: String) -> SQL {
        """
        id = ANY (ARRAY(
            SELECT id FROM variant WHERE search_text LIKE \(SearchPattern.part(text))
            UNION
            SELECT variant_id FROM barcode WHERE \(fragment: SearchPattern.prefix(text, of: "code"))
        ))
        """
    }

    /// The index finds the text anywhere; the names, which follow the SKU, are looked at again.
    private func nameCondition(_ name: String) -> SQL {
        let pattern = SearchPattern.part(name)
        return """
            (search_text LIKE \(pattern)
                AND substr(search_text, length(search_sku) + 2) LIKE \(pattern))
            """
    }

    private func rankExpression(of text: String) -> SQL {
        """
        (CASE
            WHEN search_sku = \(text) THEN 0
            WHEN starts_with(search_sku, \(text)) THEN 1
            ELSE 2
        END)
        """
    }
}
