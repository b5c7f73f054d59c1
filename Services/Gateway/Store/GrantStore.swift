import Contracts
import Kernel
import Postgres

/// The table `account_grant`: one row per scope and warehouse.
enum GrantStore {
    static func grants(
        of accounts: [ID<User>],
        in transaction: borrowing Transaction
    ) throws -> [ID<User>: [Grant]] {
        let rows = try transaction.execute(
            """
            SELECT account, scope, warehouse FROM account_grant
            WHERE account = ANY(\(accounts))
            ORDER BY account, scope, warehouse NULLS FIRST
            """
        )
        var warehouses: [ID<User>: [Scope: [ID<Location>?]]] = [:]
        for row in rows {
            // A scope that a newer version knows gives nothing here.
            guard let scope = Scope(rawValue: try row.decode("scope")) else { continue }
            let warehouse = try row.decode("warehouse", as: ID<Location>?.self)
            warehouses[try row.decode("account"), default: [:]][scope, default: []]
                .append(warehouse)
        }
        return warehouses.mapValues { scopes in
            scopes.sorted { $0.key.rawValue < $1.key.rawValue }.map { scope, places in
                Grant(
                    scope: scope,
                    warehouses: places.contains(nil) ? nil : places.compactMap(\.self)
                )
            }
        }
    }

    static func replace(
        _ grants: [Grant],
        of account: ID<User>,
        in transaction: borrowing Transaction
    ) throws {
        let rows: [(scope: String, warehouse: ID<Location>?)] = grants.flatMap { grant in
            (grant.warehouses.map { $0.map(Optional.some) } ?? [nil])
                .map { (grant.scope.rawValue, $0) }
        }
        try transaction.execute("DELETE FROM account_grant WHERE account = \(account)")
        try transaction.execute(
            """
            INSERT INTO account_grant (account, scope, warehouse)
            SELECT \(account), scope, warehouse
            FROM unnest(\(rows.map(\.scope)), \(rows.map(\.warehouse))) AS t (scope, warehouse)
            ON CONFLICT DO NOTHING
            """
        )
    }
}
