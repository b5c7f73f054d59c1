import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What a proposed command touches.
struct ProposalPlaces {
    let command: LedgerCommand

    init(_ command: LedgerCommand) {
        self.command = command
    }

    /// The warehouses that it touches.
    ///
    /// - Throws: 422 for a place that does not exist, 404 where what the command is about does not.
    func warehouses(in transaction: borrowing Transaction) throws -> [ID<Location>] {
        switch self.command {
        case .post(let posting):
            return try self.roots(of: posting.lines.flatMap { [$0.from, $0.to] }, in: transaction)
        case .reverse(let reversal):
            guard case .entry(let id) = reversal.target else { return [] }
            return try self.roots(movedBy: id, in: transaction)
        case .carry(let step):
            // Who misses the goods works where they were expected.
            let rows = try transaction.execute(
                "SELECT to_warehouse FROM transfer_order WHERE id = \(step.order)"
            )
            guard let row = rows.first else {
                throw Problem.notFound("There is no transfer order \(step.order).")
            }
            return [try row.decode("to_warehouse")]
        case .reserve, .consume, .release, .expire, .fill, .extend, .withdraw, .changeLot,
            .expireLot, .inspect, .concede, .order, .cancelOrder, .handle:
            return []
        }
    }

    private func roots(
        of names: [LocationName],
        in transaction: borrowing Transaction
    ) throws -> [ID<Location>] {
        var roots: Set<ID<Location>> = []
        for name in Set(names) {
            let condition: SQL
            switch name {
            case .id(let id): condition = "id = \(id)"
            case .code(let code): condition = "id = (\(fragment: LocationStore.id(named: code)))"
            case .virtual: continue
            }
            let rows = try transaction.execute(
                "SELECT warehouse FROM location WHERE \(fragment: condition)"
            )
            guard let row = rows.first else {
                throw Problem.unknownLocation(name.description, pointer: "/body/location")
            }
            if let root = try row.decode("warehouse", as: ID<Location>?.self) { roots.insert(root) }
        }
        return roots.sorted()
    }

    private func roots(
        movedBy entry: ID<Entry>,
        in transaction: borrowing Transaction
    ) throws -> [ID<Location>] {
        let rows = try transaction.pipeline([
            "SELECT FROM entry WHERE id = \(entry)",
            """
            SELECT DISTINCT location.warehouse
            FROM entry
            JOIN movement ON movement.entry = entry.id
                AND movement.recorded_at = entry.recorded_at
            JOIN location ON location.id IN (movement.from_location, movement.to_location)
            WHERE entry.id = \(entry) AND location.kind <> 'transit'
                AND location.warehouse IS NOT NULL
            UNION
            -- What is lost on the road is missed where it was expected.
            SELECT transfer_order.to_warehouse
            FROM entry
            JOIN transfer_order ON transfer_order.id = entry.transfer_order
            WHERE entry.id = \(entry) AND entry.kind = 'adjust'
            """,
        ])
        guard !rows[0].isEmpty else { throw Problem.notFound("There is no entry \(entry).") }
        return try rows[1].map { try $0.decode("warehouse", as: ID<Location>.self) }.sorted()
    }
}
