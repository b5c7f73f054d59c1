import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A page of something about costs, with how far the journal was costed when it was read.
struct CostPage<Item: Encodable & Sendable>: Encodable, Sendable {
    let items: [Item]
    let next: String?
    /// What all values are in.
    let currency: String
    /// Everything that was recorded up to then is costed.
    let costedTo: Timestamp

    /// - Parameters:
    ///   - rows: At most one more than the page has.
    ///   - keys: The sort keys of an item, by its row.
    init(
        _ rows: Rows,
        limit: Int,
        of request: OperationRequest,
        at position: CostPosition,
        item: (Row) throws -> Item,
        keys: (Row) throws -> [String]
    ) throws {
        let page = rows.prefix(limit)
        self.items = try page.map(item)
        self.next =
            if rows.count > limit, let last = page.last {
                try PageCursor(try keys(last), of: request).text
            } else { nil }
        self.currency = position.currency
        self.costedTo = position.costedTo
    }
}

/// How much of the book of costs a request asks for, by the clock of recording.
struct KnownCosts {
    /// What was recorded up to then is asked for, and no more of it than is costed; `nil` for all.
    ///
    /// An answer about a time that is costed is the same for ever.
    let at: Timestamp?
    /// With ``at`` as how far the journal was costed.
    let position: CostPosition

    init(_ request: OperationRequest, in transaction: borrowing Transaction) throws {
        var position = try CostPosition(transaction.execute(CostPosition.read)[0])
        let asked = try request.query.timestamp("knownAt")
        if let asked { position.costedTo = min(position.costedTo, asked) }
        self.at = asked.map { _ in position.costedTo }
        self.position = position
    }

    /// Which lines of the book these are; nothing where it is all of them.
    ///
    /// - Parameter line: The name of `cost_entry`.
    func conditions(on line: SQL) -> [SQL] {
        guard let time = self.at else { return [] }
        return ["\(fragment: line).recorded_at <= \(time)"]
    }
}

extension OperationRequest {
    /// The warehouses whose costs the principal may read; `nil` for all.
    var costedWarehouses: Set<ID<Location>>? { self.principal.warehouses(for: .costRead) }

    /// - Throws: 403 for whoever may do so in some warehouses only: goods take their cost along.
    func requireEveryWarehouse(for permission: Permission) throws(Problem) {
        guard self.principal.mayEverywhere(permission) else { throw .forbidden(permission) }
    }

    /// The warehouse that `location` names: values are known of whole warehouses.
    ///
    /// - Throws: 422 for another kind of place.
    func costedWarehouse(in transaction: borrowing Transaction) throws -> ID<Location>? {
        guard let id = try self.location("location", in: transaction) else { return nil }
        guard try LocationStore.record(id, in: transaction)?.warehouse == id else {
            throw QueryParameters.invalid("location", rule: "warehouse", "must be a warehouse")
        }
        return id
    }
}

extension SQL {
    /// A sum of values as a decimal.
    static func money(_ sum: SQL) -> SQL {
        "trim_scale(\(fragment: sum)::numeric / 1000000)::text"
    }
}
