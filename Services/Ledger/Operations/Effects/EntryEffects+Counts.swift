import Contracts
import Kernel
import LedgerDomain
import Postgres

extension EntryEffects {
    /// Lines of accepted counts of which something else would be unexplained: what happened before they
    /// were made, and is told after.
    static func counts(
        _ tried: TriedEntries,
        in transaction: borrowing Transaction
    ) throws -> (found: [CountEffect], isCut: Bool) {
        let places = Set(tried.places.map(Place.init)).sorted { $0.order < $1.order }
        let rows = try transaction.execute(
            """
            SELECT result.id, line.count, line.number, variant.sku, result.serial
            FROM unnest(\(places.map(\.variant)), \(places.map(\.location)))
                AS wanted (variant, location)
            JOIN count_result AS result ON result.variant = wanted.variant
                AND result.location = wanted.location
                AND result.observed_at >= \(tried.occurredAt)
            JOIN count_line AS line ON line.id = result.line
            JOIN variant ON variant.id = result.variant
            ORDER BY result.observed_at, result.number
            LIMIT \(Self.maximumResults)
            """
        )
        guard !rows.isEmpty else { return ([], false) }
        var lines: [ID<CountResult>: Row] = [:]
        for row in rows { lines[try row.decode("id")] = row }
        let book = try CountBook(of: Array(lines.keys), in: transaction)
        var effects: [CountEffect] = []
        for (lane, counts) in book.lanes {
            let changed = tried.applied(to: counts, of: lane.key, isTracked: lane.isTracked)
            guard changed != counts else { continue }
            let (before, after) = (CountReckoning.reckon(counts), CountReckoning.reckon(changed))
            for (before, after) in zip(before, after)
            where before.residual != after.residual {
                guard let row = lines[before.id] else { continue }
                effects.append(
                    CountEffect(
                        countId: try row.decode("count"),
                        line: Int(try row.decode("number", as: Int32.self)),
                        sku: try row.decode("sku"),
                        serial: try row.decode("serial"),
                        observedAt: before.observedAt,
                        before: before.residual,
                        after: after.residual
                    )
                )
            }
        }
        let found = effects.sorted { ($0.observedAt, $0.line) < ($1.observedAt, $1.line) }
        return (found, rows.count == Self.maximumResults)
    }

    /// Accepted counts that are looked at, the earliest first.
    private static let maximumResults = 2_000

    /// Goods of one kind at a place.
    private struct Place: Hashable {
        let variant: ID<Variant>
        let location: ID<Location>

        init(_ key: Balance.Key) {
            self.variant = key.variant
            self.location = key.location
        }

        var order: Balance.Key { Balance.Key(variant: self.variant, location: self.location) }
    }
}
