import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Enters that goods moved, as the draft of one kind of entry says.
struct PostOperation<Draft: PostingDraft>: CommandOperation {
    static var id: String { Draft.operation }

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: Draft = try request.document()
        var rules = DraftRules()
        rules.lines(draft.lines.count)
        rules.reference(draft.reference)
        rules.reference(draft.originalReference, "/originalReference")
        rules.note(draft.note)
        let lines = draft.posted(&rules)
        try rules.finish()
        let posting = Posting(
            id: draft.id ?? .make(),
            kind: Draft.kind,
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                originalReference: draft.originalReference,
                reason: draft.reasonWord,
                note: draft.note
            ),
            lines: lines
        )
        return try .entry(
            .post(posting),
            of: request,
            fields: RefusedFields(locations: draft.locations)
        )
    }
}
