import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Judges a parked message anew, after its reason has been removed, or sends one again that the
/// ledger left without an answer.
///
/// Nothing happens twice: the ledger takes a document once.
struct ReplayPosMessage: Operation {
    static let id = "replayPosMessage"

    /// How long the ledger may take to answer.
    static let patience = Duration.seconds(600)

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let record = try ParkedMessage.lock(
            request,
            orSentBefore: Timestamp.now.advanced(by: .zero - Self.patience),
            in: transaction
        )
        let counts = try Rejudging.rejudge(
            [record],
            by: request.principal.actor,
            note: nil,
            cause: request.context,
            in: transaction
        )
        // The ledger may have it in the book all the same, and answer yet.
        guard record.status == .parked || counts.parkedAgain == 0 else {
            throw Problem.conflict(.wrongState, "The message would be parked, and stays pending.")
        }
        return try PosMessageView.response(record.id, in: transaction)
    }
}

/// Gives up a parked message for good, with a reason.
struct DiscardPosMessage: Operation {
    static let id = "discardPosMessage"

    struct Body: Codable {
        let reason: String
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let body: Body = try request.document()
        try NoteRule.check(body.reason, "reason")
        var record = try ParkedMessage.lock(request, in: transaction)
        record.status = .discarded
        record.decidedBy = request.principal.actor
        record.note = body.reason
        try MessageStore.save(record, in: transaction)
        return try PosMessageView.response(record.id, in: transaction)
    }
}

/// Puts a corrected payload in the place of the original and judges it.
struct CorrectPosMessage: Operation {
    static let id = "correctPosMessage"

    struct Body: Codable {
        let kind: PosMessageKind?
        let payload: JSONValue
        let note: String
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let body: Body = try request.decode()
        try NoteRule.check(body.note, "note")
        var record = try ParkedMessage.lock(request, in: transaction)
        let payload = try MessageCoding.encode(body.payload)
        guard let kind = record.kind ?? body.kind else {
            throw Problem.validation("/kind", rule: "required", "kind is required here.")
        }
        let content = PosDocumentReader.read(payload, kind: kind)
        try self.check(content, against: record)
        try self.claim(content.document?.name, payload, kind, for: record, in: transaction)
        record.kind = kind
        record.originalPayload = record.originalPayload ?? record.payload
        record.payload = payload
        try Rejudging.rejudge(
            [record],
            by: request.principal.actor,
            note: body.note,
            cause: request.context,
            in: transaction
        )
        return try PosMessageView.response(record.id, in: transaction)
    }

    /// Takes the document id for a message that had none so far, as if it had come with it.
    private func claim(
        _ document: String?,
        _ payload: [UInt8],
        _ kind: PosMessageKind,
        for record: MessageRecord,
        in transaction: borrowing Transaction
    ) throws {
        guard record.document == nil, let document else { return }
        let key = DocumentStore.Key(source: record.source, document: document)
        let owner = DocumentStore.Owner(
            message: record.id,
            fingerprint: PosFingerprint.of(kind: kind.rawValue, payload: payload)
        )
        let owners = try DocumentStore.claim([(key, owner)], in: transaction)
        guard owners[key]?.message == record.id else {
            throw Problem.validation(
                "/payload/documentId",
                rule: "unique",
                "Another message came under this documentId."
            )
        }
    }

    private func check(
        _ content: ReceivedDocument.Content,
        against record: MessageRecord
    ) throws(Problem) {
        switch content {
        case .unreadable(let parking):
            throw .validation(
                parking.errors.map { error in
                    FieldError(
                        pointer: "/payload\(error.pointer)",
                        rule: error.rule,
                        message: error.message
                    )
                }
            )
        case .document(let document):
            let name = Verbatim(document.documentId)
            guard record.document.map({ Verbatim($0) == name }) ?? true else {
                throw .validation(
                    "/payload/documentId",
                    rule: "unchanged",
                    "documentId stays what it was."
                )
            }
        }
    }
}

/// The rule of what a person writes about a decision.
enum NoteRule {
    private static let length = TextLength(1...500)

    static func check(_ text: String, _ field: String) throws(Problem) {
        guard self.length.allows(text) else {
            throw .validation("/\(field)", rule: "length", "\(field) has \(self.length).")
        }
    }
}
