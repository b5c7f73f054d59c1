import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Moves goods from one of our locations to another, in one step.
struct PostTransfer: CommandOperation {
    static let id = "postTransfer"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: TransferDraft = try request.document()
        let (from, to) = (LocationName(draft.from), LocationName(draft.to))
        var rules = DraftRules()
        rules.lines(draft.lines.count)
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = draft.lines.enumerated().map { index, line in
            line.line(at: index, from: from, to: to, &rules)
        }
        try rules.finish()
        let posting = Posting(
            id: draft.id ?? .make(),
            kind: .transfer,
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
            fields: RefusedFields(
                locations: Dictionary([(from, "/from"), (to, "/to")]) { first, _ in first }
            )
        )
    }
}

struct TransferDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let from: String
    let to: String
    let reference: Reference?
    let note: String?
    let lines: [MovedLineDraft]
}
