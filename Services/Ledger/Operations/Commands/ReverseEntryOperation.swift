import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Undoes an entry, or some of it, with its mirror image.
struct ReverseEntryOperation: CommandOperation {
    static let id = "reverseEntry"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let entry = try request.pathID("entryId", of: Entry.self)
        let draft: ReversalDraft = try request.document()
        var rules = DraftRules()
        rules.reference(draft.reference)
        rules.note(draft.note)
        if let lines = draft.lines { rules.lines(lines.count) }
        let parts = (draft.lines ?? []).enumerated().map { index, line in
            line.part(at: index, &rules)
        }
        try rules.finish()
        let reversal = Reversal(
            id: draft.id ?? .make(),
            of: .entry(entry),
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                reason: draft.reason.rawValue,
                note: draft.note
            ),
            parts: parts
        )
        return try .entry(.reverse(reversal), of: request)
    }

    /// A trial shows what rests on the entry.
    func complete(
        _ response: OperationResponse,
        to request: OperationRequest,
        with reader: JournalReader
    ) async throws -> OperationResponse {
        guard try request.isDryRun else { return response }
        return try await ReversalPreview(database: reader.database).complete(response, to: request)
    }
}

struct ReversalDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let reference: Reference?
    let reason: ReversalReason
    let note: String?
    /// What is undone; all that is left where there are none.
    let lines: [Line]?

    struct Line: Codable, Sendable {
        let line: Int?
        let movementId: ID<Movement>?
        let quantity: Quantity?
        let serials: [String]?

        /// What of the entry the line names; reports to `rules` where that is not one thing.
        func part(at index: Int, _ rules: inout DraftRules) -> Reversal.Part {
            rules.tracking(nil, self.serials, "/lines/\(index)")
            let subject: Reversal.Subject
            switch (self.line, self.movementId) {
            case (let number?, nil): subject = .line(number)
            case (nil, let id?): subject = .movement(id)
            default:
                rules.add(
                    "/lines/\(index)",
                    "oneOf",
                    "A line has exactly one of line and movementId."
                )
                subject = .line(0)
            }
            return Reversal.Part(
                of: subject,
                quantity: self.quantity,
                serials: self.serials ?? []
            )
        }
    }
}
