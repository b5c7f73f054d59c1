import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

extension JournalStore {
    /// Adds entries.
    ///
    /// - Parameter causes: The request or message that ordered each.
    static func append(_ entries: [PostedEntry], causes: [UUID]) -> SQL {
        """
        INSERT INTO entry (
            id, kind, source, document, original_source, original_document, reverses,
            reservation, reason, note, effective_at, recorded_at, actor_kind, actor_id,
            actor_name, cause
        )
        SELECT *
        FROM unnest(
            \(entries.map(\.id)),
            \(entries.map(\.kind.rawValue)),
            \(entries.map(\.about.reference?.source)),
            \(entries.map(\.about.reference?.document)),
            \(entries.map(\.about.originalReference?.source)),
            \(entries.map(\.about.originalReference?.document)),
            \(entries.map(\.reverses)),
            \(entries.map(\.reservation)),
            \(entries.map(\.about.reason)),
            \(entries.map(\.about.note)),
            \(entries.map(\.effectiveAt)),
            \(entries.map(\.recordedAt)),
            \(entries.map(\.actor.kind.rawValue)),
            \(entries.map(\.actor.id)),
            \(entries.map(\.actor.name)),
            \(causes)
        )
        """
    }

    /// Adds the movements of entries.
    static func appendMovements(of entries: [PostedEntry]) -> SQL {
        let rows = entries.flatMap { entry in entry.movements.map { (entry, $0) } }
        let movements = rows.map(\.1)
        return """
            INSERT INTO movement (
                id, entry, line, variant, lot, serial, from_location, to_location, quantity,
                unit_cost, unit_cost_currency, effective_at, recorded_at
            )
            SELECT *
            FROM unnest(
                \(movements.map(\.id)),
                \(rows.map(\.0.id)),
                \(movements.map { Int32(clamping: $0.line) }),
                \(movements.map(\.variant)),
                \(movements.map(\.lot)),
                \(movements.map(\.serial)),
                \(movements.map(\.from)),
                \(movements.map(\.to)),
                \(movements.map(\.quantity)),
                \(movements.map(\.unitCost?.amount)),
                \(movements.map(\.unitCost?.currency.code)),
                \(rows.map(\.0.effectiveAt)),
                \(rows.map(\.0.recordedAt))
            )
            """
    }

    /// Takes documents for ever.
    ///
    /// - Parameter subject: `entry` or `reservation`.
    static func take(
        _ documents: [(reference: Reference, id: UUID)],
        for subject: String,
        at time: Timestamp
    ) -> SQL {
        let sorted = documents.sorted {
            ($0.reference.source, $0.reference.document)
                < ($1.reference.source, $1.reference.document)
        }
        return """
            INSERT INTO business_key (subject, source, document, id, recorded_at)
            SELECT \(subject), source, document, id, \(time)
            FROM unnest(
                \(sorted.map(\.reference.source)),
                \(sorted.map(\.reference.document)),
                \(sorted.map(\.id))
            ) AS taken (source, document, id)
            """
    }
}
