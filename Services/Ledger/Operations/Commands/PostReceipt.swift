import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Books goods that came in from a supplier.
struct PostReceipt: CommandOperation {
    static let id = "postReceipt"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: ReceiptDraft = try request.document()
        let location = LocationName(draft.location)
        var rules = DraftRules()
        rules.lines(draft.lines.count)
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = draft.lines.enumerated().map { index, line in
            line.line(at: index, to: location, &rules)
        }
        try rules.finish()
        let posting = Posting(
            id: draft.id ?? .make(),
            kind: .receive,
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                note: draft.note
            ),
            lines: lines
        )
        return .entry(
            .post(posting),
            of: request,
            fields: RefusedFields(locations: [location: "/location"])
        )
    }
}

struct ReceiptDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    let reference: Reference?
    let note: String?
    let lines: [ReceivedLineDraft]
}
