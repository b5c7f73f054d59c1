import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// The table `message`.
enum MessageStore {
    static let columns: SQL = """
        id, source, kind, document, original_document, terminal, sequence, status, reason, detail,
        errors, unresolved_codes, occurred_at, received_at, sent_at, applied_at, entry,
        line_count, non_stock_lines, payload, original_payload, decided_by, note, version
        """

    static func find(
        _ id: ID<PosMessage>,
        in transaction: borrowing Transaction
    ) throws -> MessageRecord? {
        try transaction.execute(
            "SELECT \(fragment: self.columns) FROM message WHERE id = \(id)"
        ).first.map(self.record)
    }

    /// Reads a message and keeps others from deciding about it until the transaction ends.
    static func lock(
        _ id: ID<PosMessage>,
        in transaction: borrowing Transaction
    ) throws -> MessageRecord? {
        try transaction.execute(
            "SELECT \(fragment: self.columns) FROM message WHERE id = \(id) FOR UPDATE"
        ).first.map(self.record)
    }

    /// Parked messages of which some code stood for nothing, oldest first, locked.
    static func lockParked(
        withCodes codes: [String],
        limit: Int,
        in transaction: borrowing Transaction
    ) throws -> [MessageRecord] {
        try transaction.execute(
            """
            SELECT \(fragment: self.columns) FROM message
            WHERE status = 'parked' AND reason = \(ParkReason.unknownCode.rawValue)
                AND unresolved_codes && \(codes)
            ORDER BY id
            LIMIT \(limit)
            FOR UPDATE SKIP LOCKED
            """
        ).map(self.record)
    }

    /// Which documents of sources have been applied, so that a void may follow.
    ///
    /// Those that are merely on their way to the ledger are not: the void might overtake them.
    static func originals(
        _ keys: Set<DocumentStore.Key>,
        in transaction: borrowing Transaction
    ) throws -> [DocumentStore.Key: Original] {
        guard !keys.isEmpty else { return [:] }
        let sorted = keys.sorted()
        let rows = try transaction.execute(
            """
            SELECT m.source, m.document, m.entry IS NOT NULL AS is_in_book FROM message m
            JOIN unnest(\(sorted.map(\.source)), \(sorted.map(\.document)))
                AS wanted (source, document)
                ON m.source = wanted.source AND m.document = wanted.document
            WHERE m.status = 'applied'
            """
        )
        var originals: [DocumentStore.Key: Original] = [:]
        for row in rows {
            let key = DocumentStore.Key(
                source: try row.decode("source"),
                document: try row.decode("document")
            )
            originals[key] = try row.decode("is_in_book") ? .inBook : .movedNothing
        }
        return originals
    }

    /// Saves what was decided anew, and counts the version up.
    static func save(_ record: MessageRecord, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE message
            SET kind = \(record.kind?.rawValue), document = \(record.document),
                original_document = \(record.original),
                terminal = \(record.terminal), sequence = \(record.sequence),
                status = \(record.status.rawValue), reason = \(record.parking?.reason.rawValue),
                detail = \(record.parking?.detail),
                errors = \(try JSONB(encoding: record.parking?.errors ?? [])),
                unresolved_codes = \(record.parking?.unresolvedCodes ?? []),
                occurred_at = \(record.occurredAt), sent_at = \(record.sentAt),
                applied_at = \(record.appliedAt),
                entry = \(record.entry), line_count = \(Int32(record.lineCount)),
                non_stock_lines = \(Int32(record.nonStockLines)), payload = \(record.payload),
                original_payload = \(record.originalPayload),
                decided_by = \(try record.decidedBy.map { try JSONB(encoding: $0) }),
                note = \(record.note), version = version + 1
            WHERE id = \(record.id)
            """
        )
    }

    static func record(_ row: Row) throws -> MessageRecord {
        let kind = try row.decode("kind", as: String?.self).flatMap(PosMessageKind.init)
        let reason = try row.decode("reason", as: String?.self).flatMap(ParkReason.init)
        let detail = try row.decode("detail", as: String?.self)
        let errors = try row.decode("errors", as: JSONB.self).decode([FieldError].self)
        let codes: [String] = try row.decode("unresolved_codes")
        let decidedBy = try row.decode("decided_by", as: JSONB?.self)
        return MessageRecord(
            id: try row.decode("id"),
            source: try row.decode("source"),
            kind: kind,
            document: try row.decode("document"),
            original: try row.decode("original_document"),
            terminal: try row.decode("terminal"),
            sequence: try row.decode("sequence"),
            // A constraint holds the column to these words.
            status: MessageRecord.Status(rawValue: try row.decode("status")) ?? .parked,
            parking: reason.map {
                Parking($0, detail ?? "", errors: errors, unresolvedCodes: codes)
            },
            occurredAt: try row.decode("occurred_at"),
            receivedAt: try row.decode("received_at"),
            sentAt: try row.decode("sent_at"),
            appliedAt: try row.decode("applied_at"),
            entry: try row.decode("entry"),
            lineCount: Int(try row.decode("line_count", as: Int32.self)),
            nonStockLines: Int(try row.decode("non_stock_lines", as: Int32.self)),
            payload: try row.decode("payload"),
            originalPayload: try row.decode("original_payload"),
            decidedBy: try decidedBy?.decode(Actor.self),
            note: try row.decode("note"),
            version: try row.decode("version")
        )
    }
}
