import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Corrects the book to what is there.
struct PostAdjustment: CommandOperation {
    static let id = "postAdjustment"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: AdjustmentDraft = try request.document()
        let location = LocationName(draft.location)
        var rules = DraftRules()
        rules.lines(draft.lines.count)
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = draft.lines.enumerated().map { index, line in
            // Found goods come from the other side, missing ones go there.
            line.line(
                at: index,
                from: .virtual(draft.reason.counterpart),
                to: location,
                isSigned: true,
                &rules
            )
        }
        try rules.finish()
        let posting = Posting(
            id: draft.id ?? .make(),
            kind: .adjust,
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                reason: draft.reason.rawValue,
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

struct AdjustmentDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    let reference: Reference?
    let reason: AdjustmentReason
    let note: String?
    let lines: [MovedLineDraft]
}
