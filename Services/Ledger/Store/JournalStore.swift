import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Postgres

/// The `entry` and `movement` tables, as decisions need them.
enum JournalStore {
    /// Entries by identifier or document, each with the entry that undid the last of it.
    static func entries(_ ids: [ID<Entry>], of documents: [Reference]) -> SQL {
        """
        WITH wanted AS (\(fragment: self.wanted(ids, documents)))
        SELECT entry.*, \(fragment: PersonStore.name), \(fragment: self.reversedBy)
        FROM wanted
        JOIN entry USING (id)
        """
    }

    /// Which entry undid the last of each row of `entry`, as `reversed_by`; null where some is left.
    static let reversedBy = Self.reversedBy(before: nil)

    /// The same as it was known before a time.
    static func reversedBy(before end: Timestamp?) -> SQL {
        let isKnown: SQL = end.map { "reversal.recorded_at < \($0)" } ?? "true"
        return """
            (
                SELECT reversal.id
                FROM entry AS reversal
                WHERE reversal.reverses = entry.id AND coalesce(reversal.undoes_rest, true)
                    AND \(fragment: isKnown)
            ) AS reversed_by
            """
    }

    /// When the latest entry that is seen was recorded; null without any.
    static let lastRecorded: SQL = "SELECT max(recorded_at) AS recorded_at FROM entry"

    /// Those of `variants` that have a movement recorded after `time`.
    static func moved(_ variants: [ID<Variant>], after time: Timestamp) -> SQL {
        """
        SELECT DISTINCT variant
        FROM movement
        WHERE variant = ANY (\(variants)) AND recorded_at > \(time)
        """
    }

    /// The movements of the same entries.
    static func movements(_ ids: [ID<Entry>], of documents: [Reference]) -> SQL {
        """
        WITH wanted AS (\(fragment: self.wanted(ids, documents)))
        SELECT movement.*
        FROM wanted
        JOIN entry USING (id)
        JOIN movement ON movement.entry = entry.id AND movement.recorded_at = entry.recorded_at
        ORDER BY movement.entry, movement.line, movement.id
        """
    }

    private static func wanted(_ ids: [ID<Entry>], _ documents: [Reference]) -> SQL {
        .wanted(ids, documents, as: "'entry'")
    }

    static func insert(
        _ entries: Rows,
        with movements: Rows,
        into state: inout LedgerState
    ) throws {
        var movementsByEntry: [ID<Entry>: [PostedMovement]] = [:]
        for row in movements {
            movementsByEntry[try row.decode("entry"), default: []].append(try self.movement(row))
        }
        for row in entries {
            let id: ID<Entry> = try row.decode("id")
            state.insert(try self.entry(row, movements: movementsByEntry[id] ?? []))
        }
    }

    /// Reads the columns of an entry.
    static func entry(_ row: Row, movements: [PostedMovement]) throws -> PostedEntry {
        PostedEntry(
            id: try row.decode("id"),
            kind: try row.word("kind"),
            effectiveAt: try row.decode("effective_at"),
            occurredAt: try row.decode("occurred_at"),
            recordedAt: try row.decode("recorded_at"),
            about: Circumstances(
                effectiveAt: try row.decode("effective_at"),
                reference: try Reference(row, "source", "document"),
                originalReference: try Reference(row, "original_source", "original_document"),
                reason: try row.decode("reason"),
                note: try row.decode("note")
            ),
            actor: try Actor(entry: row),
            reverses: try row.decode("reverses"),
            part: try ReversalPart(row),
            reservation: try row.decode("reservation"),
            transfer: try row.decode("transfer_order"),
            batch: try row.decode("batch"),
            approves: try row.decode("approves"),
            authority: try row.decode("authority", as: String?.self)
                .flatMap { Permission(rawValue: $0) },
            worth: try row.decode("worth", as: Int64?.self).map { CostValue(millionths: $0) },
            movements: movements
        )
    }

    /// Reads the columns of a movement.
    static func movement(_ row: Row) throws -> PostedMovement {
        PostedMovement(
            id: try row.decode("id"),
            line: Int(try row.decode("line", as: Int32.self)),
            variant: try row.decode("variant"),
            lot: try row.decode("lot"),
            serial: try row.decode("serial"),
            from: try row.decode("from_location"),
            to: try row.decode("to_location"),
            quantity: try row.decode("quantity"),
            unitCost: try UnitPrice(row),
            reverses: try row.decode("reverses")
        )
    }
}

extension ReversalPart {
    /// Reads which part a reversal undid; `nil` where it does not say.
    fileprivate init?(_ row: Row) throws {
        guard let number: Int32 = try row.decode("reversal_number") else { return nil }
        self.init(number: Int(number), isLast: try row.decode("undoes_rest"))
    }
}

extension Reference {
    /// Reads a document; `nil` where there is none.
    init?(_ row: Row, _ source: String, _ document: String) throws {
        guard let source: String = try row.decode(source),
            let document: String = try row.decode(document)
        else { return nil }
        self.init(source: source, document: document)
    }
}

extension Actor {
    init(_ row: Row) throws {
        self.init(
            kind: try row.word("actor_kind"),
            id: try row.decode("actor_id", as: UUID?.self),
            name: try row.decode("actor_name")
        )
    }
}

extension UnitPrice {
    /// Reads what a unit cost; `nil` where nobody said.
    init?(_ row: Row) throws {
        guard let amount: String = try row.decode("unit_cost"),
            let code: String = try row.decode("unit_cost_currency"),
            let currency = Currency(code)
        else { return nil }
        self.init(amount, currency)
    }
}
