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
        // Most entries are under no rule.
        let isJudged = entries.contains { $0.worth != nil || $0.kind == .approve }
        let columns: SQL = isJudged ? ", approves, authority, worth" : ""
        let values: SQL =
            isJudged
            ? """
            , unnest(\(entries.map(\.approves))),
            unnest(\(entries.map(\.authority?.rawValue))),
            unnest(\(entries.map(\.worth?.millionths)))
            """ : ""
        return """
            INSERT INTO entry (
                id, kind, source, document, original_source, original_document, reverses,
                reversal_number, undoes_rest, reservation, transfer_order, batch, reason, note,
                effective_at, occurred_at, recorded_at, actor_kind, actor_id, actor_name, cause
                \(fragment: columns)
            )
            SELECT
                unnest(\(entries.map(\.id))),
                unnest(\(entries.map(\.kind.rawValue))),
                unnest(\(entries.map(\.about.reference?.source))),
                unnest(\(entries.map(\.about.reference?.document))),
                unnest(\(entries.map(\.about.originalReference?.source))),
                unnest(\(entries.map(\.about.originalReference?.document))),
                unnest(\(entries.map(\.reverses))),
                unnest(\(entries.map { $0.part.map { Int32(clamping: $0.number) } })),
                unnest(\(entries.map(\.part?.isLast))),
                unnest(\(entries.map(\.reservation))),
                unnest(\(entries.map(\.transfer))),
                unnest(\(entries.map(\.batch))),
                unnest(\(entries.map(\.about.reason))),
                unnest(\(entries.map(\.about.note))),
                unnest(\(entries.map(\.effectiveAt))),
                unnest(\(entries.map(\.occurredAt))),
                unnest(\(entries.map(\.recordedAt))),
                unnest(\(entries.map(\.actor.kind.rawValue))),
                unnest(\(entries.map(\.actor.id))),
                unnest(\(entries.map(\.actor.journalName))),
                unnest(\(causes))\(fragment: values)
            """
    }

    /// Adds the movements of entries.
    static func appendMovements(of entries: [PostedEntry]) -> SQL {
        let movements = entries.flatMap(\.movements)
        /// What is the same for all movements of an entry.
        func column<Value>(_ value: (PostedEntry) -> Value) -> [Value] {
            entries.flatMap { repeatElement(value($0), count: $0.movements.count) }
        }
        return """
            INSERT INTO movement (
                id, entry, line, variant, lot, serial, from_location, to_location, quantity,
                unit_cost, unit_cost_currency, reverses, effective_at, occurred_at, recorded_at
            )
            SELECT
                unnest(\(movements.map(\.id))),
                unnest(\(column(\.id))),
                unnest(\(movements.map { Int32(clamping: $0.line) })),
                unnest(\(movements.map(\.variant))),
                unnest(\(movements.map(\.lot))),
                unnest(\(movements.map(\.serial))),
                unnest(\(movements.map(\.from))),
                unnest(\(movements.map(\.to))),
                unnest(\(movements.map(\.quantity))),
                unnest(\(movements.map(\.unitCost?.amount))),
                unnest(\(movements.map(\.unitCost?.currency.code))),
                unnest(\(movements.map(\.reverses))),
                unnest(\(column(\.effectiveAt))),
                unnest(\(column(\.occurredAt))),
                unnest(\(column(\.recordedAt)))
            """
    }

    /// Takes documents for ever.
    ///
    /// - Parameter subject: `entry`, `reservation` or `transfer`.
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
