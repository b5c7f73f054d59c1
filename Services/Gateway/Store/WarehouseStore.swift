import Contracts
import Kernel
import Postgres

/// The table `warehouse`: the roots of the ledger's location trees, by code.
enum WarehouseStore {
    /// What a warehouse is called.
    struct Label: Codable, Hashable, Sendable {
        let id: ID<Location>
        let code: String
    }

    /// Writes a snapshot unless a later one is there.
    static func save(_ location: LocationChanged, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO warehouse (id, code, version)
            VALUES (\(location.locationId), \(location.code), \(location.version))
            ON CONFLICT (id) DO UPDATE SET code = excluded.code, version = excluded.version
            WHERE warehouse.version < excluded.version
            """
        )
    }

    /// Labels by identifier; a warehouse not heard of yet is called by its identifier.
    static func labels(
        of ids: Set<ID<Location>>,
        in transaction: borrowing Transaction
    ) throws -> [ID<Location>: Label] {
        guard !ids.isEmpty else { return [:] }
        let rows = try transaction.execute(
            "SELECT id, code FROM warehouse WHERE id = ANY(\(ids.sorted()))"
        )
        var labels: [ID<Location>: Label] = [:]
        for id in ids { labels[id] = Label(id: id, code: id.description) }
        for row in rows {
            let id: ID<Location> = try row.decode("id")
            labels[id] = Label(id: id, code: try row.decode("code"))
        }
        return labels
    }

    /// Warehouses by their code or identifier, in the order asked for.
    ///
    /// - Throws: `unknown-location`, naming the one that is not there.
    static func resolve(
        _ names: [String],
        pointer: String,
        in transaction: borrowing Transaction
    ) throws -> [ID<Location>] {
        guard !names.isEmpty else { return [] }
        let ids = names.compactMap { ID<Location>($0) }
        let rows = try transaction.execute(
            "SELECT id, code FROM warehouse WHERE code = ANY(\(names)) OR id = ANY(\(ids))"
        )
        var found: [Verbatim: ID<Location>] = [:]
        for row in rows {
            let id: ID<Location> = try row.decode("id")
            found[Verbatim(try row.decode("code"))] = id
            found[Verbatim(id.description)] = id
        }
        return try names.enumerated().map { index, name in
            guard let id = found[Verbatim(name)] ?? found[Verbatim(name.lowercased())] else {
                throw Problem(
                    .unknownLocation,
                    detail: "There is no warehouse \(name).",
                    errors: [
                        FieldError(
                            pointer: "\(pointer)/\(index)",
                            rule: "unknown-location",
                            message: "There is no warehouse \(name)."
                        )
                    ]
                )
            }
            return id
        }
    }
}
