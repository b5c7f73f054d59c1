import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Which lots would be left if goods had always left by one rule.
struct RemovalTrial: Hashable, Sendable {
    let strategy: RemovalStrategy

    /// What it has come to.
    struct Result: Sendable {
        /// Everything that was recorded by then is in it.
        let horizon: Timestamp
        /// Lots of which there would be more or less; not all where there are many.
        let lots: [Left]
        /// How many others there are.
        let others: Int
    }

    /// A lot in a warehouse, as it is and as it would be.
    struct Left: Hashable, Sendable {
        let sku: String
        let warehouse: String
        /// `nil` for what the book has of none.
        let lot: String?
        let expiresOn: CivilDate?
        let quantity: Quantity
        let otherQuantity: Quantity
    }

    /// Follows the movements of every variant with lots, as they are at one moment.
    func run(_ rebuild: Rebuild) async throws -> Result {
        try await PostgresSession.with(rebuild.owner) { session in
            // A snapshot that is taken later sees everything up to it.
            let horizon = try await session.withTransaction { transaction in
                try JournalHorizon(transaction.execute(JournalHorizon.statement)[0])
            }
            let limit = rebuild.limits.trialled
            return try await session.withTransaction(.readOnly) { transaction in
                let variants = try transaction.execute(
                    """
                    SELECT DISTINCT variant.id, variant.sku
                    FROM lot
                    JOIN variant ON variant.id = lot.variant
                    ORDER BY variant.sku
                    """
                )
                var warehouses: [ID<Location>: String] = [:]
                let places = try transaction.execute(
                    "SELECT id, code FROM location WHERE warehouse = id"
                )
                for row in places { warehouses[try row.decode("id")] = try row.decode("code") }
                var (lots, count) = ([Left](), 0)
                for row in variants {
                    let found = try self.lots(
                        of: row.decode("id"),
                        called: row.decode("sku"),
                        before: horizon.time,
                        warehouses,
                        in: transaction
                    )
                    count += found.count
                    lots += found.prefix(limit - lots.count)
                }
                return Result(horizon: horizon.time, lots: lots, others: count - lots.count)
            }
        }
    }

    private func lots(
        of variant: ID<Variant>,
        called sku: String,
        before horizon: Timestamp,
        _ warehouses: [ID<Location>: String],
        in transaction: borrowing Transaction
    ) throws -> [Left] {
        let rows = try transaction.pipeline([
            "SELECT * FROM lot WHERE variant = \(variant)", Self.movements(of: variant, horizon),
        ])
        let lots = try rows[0].map { row in
            LotReplay.Candidate(
                id: try row.decode("id"),
                code: try row.decode("code"),
                expiresOn: try row.decode("expires_on"),
                since: try row.decode("created_at")
            )
        }
        var replay = LotReplay(self.strategy, lots: lots)
        var stock: [LotReplay.Place: Quantity] = [:]
        for row in rows[1] {
            let step = try LotReplay.Step(row)
            replay.follow(step)
            if let to = step.to {
                stock[.init(warehouse: to, lot: step.lot), default: .zero] += step.quantity
            }
            if let from = step.from {
                stock[.init(warehouse: from, lot: step.lot), default: .zero] -= step.quantity
            }
        }
        let named = Dictionary(lots.map { ($0.id, $0) }) { first, _ in first }
        return Set(stock.keys).union(replay.stock.keys).compactMap { place in
            let (now, then) = (stock[place] ?? .zero, replay.stock[place] ?? .zero)
            guard now != then else { return nil }
            let lot = place.lot.flatMap { named[$0] }
            return Left(
                sku: sku,
                warehouse: warehouses[place.warehouse] ?? place.warehouse.description,
                lot: lot?.code,
                expiresOn: lot?.expiresOn,
                quantity: now,
                otherQuantity: then
            )
        }
        .sorted { ($0.warehouse, $0.lot ?? "") < ($1.warehouse, $1.lot ?? "") }
    }

    private static func movements(of variant: ID<Variant>, _ horizon: Timestamp) -> SQL {
        """
        SELECT movement.id, movement.lot, movement.quantity, movement.reverses, entry.kind,
            origin.warehouse AS from_warehouse, target.warehouse AS to_warehouse
        FROM movement
        JOIN entry ON entry.id = movement.entry
        JOIN location AS origin ON origin.id = movement.from_location
        JOIN location AS target ON target.id = movement.to_location
        WHERE movement.variant = \(variant) AND movement.recorded_at <= \(horizon)
        ORDER BY movement.recorded_at, movement.entry, movement.line, movement.id
        """
    }
}

extension LotReplay.Step {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"),
            kind: try row.word("kind"),
            lot: try row.decode("lot"),
            quantity: try row.decode("quantity"),
            from: try row.decode("from_warehouse"),
            to: try row.decode("to_warehouse"),
            reverses: try row.decode("reverses")
        )
    }
}

extension RemovalTrial.Result {
    var text: String {
        let lines = self.lots.map { left in
            let day = left.expiresOn.map { ", expires \($0)" } ?? ""
            return "\(left.sku) in \(left.warehouse): lot \(left.lot ?? "unknown")\(day):"
                + " \(left.quantity) left, and \(left.otherQuantity)"
        }
        return
            (["lots as of \(self.horizon): now, and by the other rule"] + lines
            + (lines.isEmpty ? ["no difference"] : [])
            + (self.others > 0 ? ["and \(self.others) more"] : []))
            .joined(separator: "\n")
    }
}
