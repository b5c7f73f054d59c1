import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Sells goods that are there; what a till has sold already comes through the broker instead.
struct PostSale: CommandOperation {
    static let id = "postSale"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: SaleDraft = try request.document()
        let location = LocationName(draft.location)
        var rules = DraftRules()
        rules.lines(draft.lines.count)
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = draft.lines.enumerated().map { index, line in
            line.line(at: index, from: location, to: .virtual(.customer), &rules)
        }
        try rules.finish()
        let posting = Posting(
            id: draft.id ?? .make(),
            kind: .sale,
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

struct SaleDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    let reference: Reference?
    let note: String?
    let lines: [MovedLineDraft]
}
