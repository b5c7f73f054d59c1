import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Undoes an entry with its mirror image.
struct ReverseEntryOperation: CommandOperation {
    static let id = "reverseEntry"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let entry = try request.pathID("entryId", of: Entry.self)
        let draft: ReversalDraft = try request.document()
        var rules = DraftRules()
        rules.reference(draft.reference)
        rules.note(draft.note)
        try rules.finish()
        let reversal = Reversal(
            id: draft.id ?? .make(),
            of: .entry(entry),
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                reason: draft.reason.rawValue,
                note: draft.note
            )
        )
        return try .entry(.reverse(reversal), of: request)
    }
}

struct ReversalDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let reference: Reference?
    let reason: ReversalReason
    let note: String?
}
