import Contracts
import Kernel
import PosIngestDomain
import Postgres

extension MessageStore {
    /// Adds messages in one statement.
    static func insert(
        _ records: [MessageRecord],
        in transaction: borrowing Transaction
    ) throws {
        guard !records.isEmpty else { return }
        let errors = try records.map { try JSONB(encoding: $0.parking?.errors ?? []) }
        // Arrays of arrays have to be rectangular in SQL, so each list travels as JSON.
        let codes = try records.map { try JSONB(encoding: $0.parking?.unresolvedCodes ?? []) }
        try transaction.execute(
            """
            INSERT INTO message
                (id, source, kind, document, original_document, terminal, sequence, status, reason,
                 detail, errors, unresolved_codes, occurred_at, received_at, sent_at, applied_at,
                 line_count, non_stock_lines, payload)
            SELECT id, source, kind, document, original_document, terminal, sequence, status,
                reason, detail, errors, ARRAY(SELECT jsonb_array_elements_text(codes)),
                occurred_at, received_at, sent_at, applied_at, line_count, non_stock_lines, payload
            FROM unnest(
                \(records.map(\.id)), \(records.map(\.source)), \(records.map(\.kind?.rawValue)),
                \(records.map(\.document)), \(records.map(\.original)),
                \(records.map(\.terminal)), \(records.map(\.sequence)),
                \(records.map(\.status.rawValue)),
                \(records.map(\.parking?.reason.rawValue)), \(records.map(\.parking?.detail)),
                \(errors), \(codes), \(records.map(\.occurredAt)), \(records.map(\.receivedAt)),
                \(records.map(\.sentAt)), \(records.map(\.appliedAt)), \(records.map { Int32($0.lineCount) }),
                \(records.map { Int32($0.nonStockLines) }), \(records.map(\.payload))
            ) AS t (
                id, source, kind, document, original_document, terminal, sequence, status, reason,
                detail, errors, codes, occurred_at, received_at, sent_at, applied_at, line_count,
                non_stock_lines, payload
            )
            """
        )
    }
}
