import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Reads one location.
struct GetLocation: Operation {
    static let id = "getLocation"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("locationId", of: Location.self)
        guard let record = try LocationStore.record(id, in: transaction),
            record.isVisible(to: request.principal)
        else { throw Problem.notFound("There is no location \(id).") }
        return try request.answer(record, in: transaction)
    }
}

/// Lists locations by code.
struct ListLocations: Query {
    static let id = "listLocations"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let conditions = try self.conditions(request, in: transaction)
        if request.query["q"] != nil { transaction.planForValues() }
        let rows = try transaction.execute(
            """
            SELECT *
            FROM location
            WHERE \(fragment: .all(conditions))
            ORDER BY code COLLATE "C"
            LIMIT \(limit + 1)
            """
        )
        let records = try rows.map { try LocationRecord($0) }
        return try request.page(of: records, limit: limit) { record in
            [record.code]
        } body: { records in
            try LocationBody.bodies(of: records, in: transaction)
        }
    }

    private func conditions(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> [SQL] {
        var conditions: [SQL] = []
        if let part = request.query["q"] {
            let pattern = SQL.pattern(containing: part)
            conditions.append("code ILIKE \(pattern) OR name ILIKE \(pattern)")
        }
        if let kind = try request.query.choice("kind", of: LocationKind.self) {
            conditions.append("kind = \(kind.rawValue)")
        }
        if let parent = try request.location("parent", in: transaction) {
            conditions.append("parent = \(parent)")
        }
        if let root = try request.location("locationTree", in: transaction) {
            conditions.append("path @> ARRAY[\(root)]")
        }
        if let status = try request.query.choice("status", of: ActiveStatus.self) {
            conditions.append("status = \(status.rawValue)")
        }
        if let warehouses = request.principal.warehouses(for: .locationRead) {
            conditions.append(
                """
                warehouse = ANY (\(Array(warehouses)))
                OR kind NOT IN ('warehouse', 'zone', 'aisle', 'rack', 'bin', 'unit')
                """
            )
        }
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            conditions.append("code COLLATE \"C\" > \(cursor.keys[0])")
        }
        return conditions
    }
}

extension LocationRecord {
    /// Virtual locations are everybody's.
    fileprivate func isVisible(to principal: Principal) -> Bool {
        guard self.kind.isPhysical, let warehouse = self.warehouse else { return true }
        return principal.may(.locationRead, at: warehouse)
    }
}

extension OperationRequest {
    /// A location as the answer to reading, creating or changing it.
    func answer(
        _ record: LocationRecord,
        status: Int = 200,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        guard let body = try LocationBody.bodies(of: [record], in: transaction).first
        else { throw Problem.internalError() }
        let place = status == 201 ? [("Location", "/v1/locations/\(record.id)")] : []
        return try .json(
            body,
            status: status,
            headers: place + [Precondition.tag(record.version)]
        )
    }
}
