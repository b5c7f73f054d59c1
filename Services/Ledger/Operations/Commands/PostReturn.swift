import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Takes goods back from a customer.
struct PostReturn: CommandOperation {
    static let id = "postReturn"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: ReturnDraft = try request.document()
        let location = LocationName(draft.location)
        var rules = DraftRules()
        rules.lines(draft.lines.count)
        rules.reference(draft.reference)
        rules.reference(draft.originalReference, "/originalReference")
        rules.note(draft.note)
        let lines = draft.lines.enumerated().map { index, line in
            line.line(at: index, from: .virtual(.customer), to: location, &rules)
        }
        try rules.finish()
        let posting = Posting(
            id: draft.id ?? .make(),
            kind: .return,
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                originalReference: draft.originalReference,
                reason: draft.reason?.rawValue,
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

struct ReturnDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    let reference: Reference?
    let originalReference: Reference?
    let reason: ReturnReason?
    let note: String?
    let lines: [MovedLineDraft]
}
