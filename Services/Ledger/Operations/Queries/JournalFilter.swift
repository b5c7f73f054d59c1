import Contracts
import Kernel
import Messaging
import Postgres

/// What a list of entries or movements is narrowed to.
struct JournalFilter {
    /// Conditions on `entry`.
    private(set) var entry: [SQL] = []
    /// Conditions on `movement`, but for the place.
    private(set) var movement: [SQL] = []
    /// Where movements begin or end.
    private(set) var place: ID<Location>?

    init(_ request: OperationRequest, in transaction: borrowing Transaction) throws {
        let query = request.query
        if let kind = try query.choice("kind", of: EntryKind.self) {
            self.entry.append("entry.kind = \(kind.rawValue)")
        }
        if let batch = try query.id("batch", of: EntryBatch.self) {
            self.entry.append("entry.batch = \(batch)")
        }
        self.entry += try query.reference(of: "entry.")
        try self.addItems(request, in: transaction)
        try self.addPlaces(request, in: transaction)
    }

    /// Before when entries were recorded: what is asked for, or as far as the journal is complete.
    static func end(_ query: QueryParameters, at horizon: Timestamp) throws -> Timestamp {
        let known = try min(query.timestamp("knownAt") ?? horizon, horizon)
        let complete = known.advanced(by: .microseconds(1))
        return try min(query.timestamp("recordedTo") ?? complete, complete)
    }

    /// Conditions on times, of either table.
    static func times(
        _ query: QueryParameters,
        before end: Timestamp,
        of table: String
    ) throws -> [SQL] {
        var conditions: [SQL] = ["\(identifier: table).recorded_at < \(end)"]
        if let time = try query.timestamp("effectiveFrom") {
            conditions.append("\(identifier: table).effective_at >= \(time)")
        }
        if let time = try query.timestamp("effectiveTo") {
            conditions.append("\(identifier: table).effective_at < \(time)")
        }
        if let time = try query.timestamp("asOf") {
            conditions.append("\(identifier: table).effective_at <= \(time)")
        }
        if let time = try query.timestamp("recordedFrom") {
            conditions.append("\(identifier: table).recorded_at >= \(time)")
        }
        return conditions
    }

    private mutating func addItems(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws {
        let query = request.query
        guard let sku = try request.sku(in: transaction) else {
            for name in ["lot", "serial"] where query[name] != nil {
                throw QueryParameters.invalid(name, rule: "requires", "needs sku")
            }
            return
        }
        self.movement.append(try Self.isOfVariant(called: sku, in: transaction))
        if let lot = query["lot"] {
            self.movement.append(
                """
                movement.lot = ANY (ARRAY(
                    SELECT lot.id FROM lot JOIN variant ON variant.id = lot.variant
                    WHERE variant.sku = \(sku) AND lot.code = \(lot)
                ))
                """
            )
        }
        if let serial = query["serial"] {
            self.movement.append(
                """
                movement.serial = ANY (ARRAY(
                    SELECT serial.id FROM serial JOIN variant ON variant.id = serial.variant
                    WHERE variant.sku = \(sku) AND serial.number = \(serial)
                ))
                """
            )
        }
    }

    /// Movements of a variant by its identifier, which alone are read in the order of an index.
    ///
    /// Several variants may have the SKU for a moment, while the catalog's facts arrive.
    private static func isOfVariant(
        called sku: String,
        in transaction: borrowing Transaction
    ) throws -> SQL {
        let ids = try transaction.execute("SELECT id FROM variant WHERE sku = \(sku)")
            .map { try $0.decode("id", as: ID<Variant>.self) }
        return ids.count == 1
            ? "movement.variant = \(ids[0])" : "movement.variant = ANY (\(ids))"
    }

    private mutating func addPlaces(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws {
        self.place = try request.location("location", in: transaction)
        if let root = try request.location("locationTree", in: transaction) {
            self.movement.append(Self.touches("location.path @> ARRAY[\(root)]"))
        }
        if let warehouses = request.readableWarehouses {
            self.movement.append(Self.touches(warehouses))
        }
    }

    /// Either end of the movement is in one of `warehouses`.
    static func touches(_ warehouses: Set<ID<Location>>) -> SQL {
        self.touches("location.warehouse = ANY (\(Array(warehouses)))")
    }

    /// Either end of the movement is at a location of which `condition` holds.
    private static func touches(_ condition: SQL) -> SQL {
        """
        EXISTS (
            SELECT FROM location
            WHERE location.id IN (movement.from_location, movement.to_location)
                AND \(fragment: condition)
        )
        """
    }
}
