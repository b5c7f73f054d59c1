import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// A message with its payload: what lists show and the rest, in one document.
struct PosMessageView: Encodable {
    let head: PosMessageHead
    let rest: Rest

    init(_ record: MessageRecord, in transaction: borrowing Transaction) throws {
        let duplicates = try MessageStore.duplicates(of: [record.id], in: transaction)
        self.head = PosMessageHead(record, duplicates: duplicates[record.id] ?? 0)
        self.rest = Rest(record)
    }

    func encode(to encoder: any Encoder) throws {
        try self.head.encode(to: encoder)
        try self.rest.encode(to: encoder)
    }

    /// The answer that shows a message.
    ///
    /// - Throws: 404.
    static func response(
        _ id: ID<PosMessage>,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        guard let record = try MessageStore.find(id, in: transaction) else {
            throw Problem.notFound("There is no such message.")
        }
        return try .json(PosMessageView(record, in: transaction))
    }

    struct Rest: Encodable {
        let errors: [FieldError]
        let entryId: ID<Entry>?
        let payload: String
        let originalPayload: String?
        let decidedBy: Actor?
        let note: String?

        init(_ record: MessageRecord) {
            self.errors = record.parking?.errors ?? []
            self.entryId = record.entry
            self.payload = String(decoding: record.payload, as: UTF8.self)
            self.originalPayload = record.originalPayload.map {
                String(decoding: $0, as: UTF8.self)
            }
            self.decidedBy = record.decidedBy
            self.note = record.note
        }
    }
}
