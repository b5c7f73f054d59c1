import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Lists units by code.
struct ListUnits: Operation {
    static let id = "listUnits"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let cursor = try PageCursor.read(request, keyCount: 1)
        let found = try UnitStore.page(
            after: cursor?.keys[0],
            limit: limit + 1,
            in: transaction
        )
        return try request.page(of: found, limit: limit) { unit in
            [unit.code.rawValue]
        } body: {
            $0.map(UnitBody.init)
        }
    }
}

/// Creates a unit.
struct CreateUnit: Operation {
    static let id = "createUnit"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let unit = try request.document(UnitBody.self).unit()
        try UnitRegister.create(unit, in: transaction)
        return try .json(UnitBody(unit), status: 201)
    }
}

/// Lists conversions in the order in which they were told.
struct ListUnitConversions: Operation {
    static let id = "listUnitConversions"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let cursor = try PageCursor.read(request, keyCount: 1)
        let found = try UnitConversionStore.page(
            after: try cursor?.key(0) { Int64($0) } ?? 0,
            unit: try self.unit(of: request),
            variant: try request.query.id("variant"),
            limit: limit + 1,
            in: transaction
        )
        return try request.page(of: found, limit: limit) { item in
            ["\(item.position)"]
        } body: {
            $0.map { UnitConversionBody($0.conversion) }
        }
    }

    private func unit(of request: OperationRequest) throws(Problem) -> UnitCode? {
        guard let text = request.query["unit"] else { return nil }
        do {
            return try UnitCode(text)
        } catch {
            throw QueryParameters.invalid("unit", rule: error.rule, error.message)
        }
    }
}

/// Sets a conversion, over the one between the same two units.
struct SetUnitConversion: Operation {
    static let id = "setUnitConversion"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let conversion = try request.document(UnitConversionBody.self).conversion()
        try UnitRegister.set(conversion, in: transaction)
        return try .json(UnitConversionBody(conversion))
    }
}
