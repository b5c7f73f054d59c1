import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Calls a lot back: withholds all of its stock at once, and answers with what has to be known.
///
/// The hold is one transaction. What became of the lot is read after it, so that everything that was
/// sold or moved before is in it, and nothing can be sold any more; asking again with the same key
/// holds nothing twice and reads anew. Where what others have begun does not end for seconds, the
/// evidence goes as far as it says.
struct RecallLot: CommandOperation {
    static let id = "recallLot"

    /// How often the end of what is under way is looked for: five seconds, a hundredth each.
    private static let attempts = 500

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let lot = try request.pathID("lotId", of: Lot.self)
        try request.requireEveryWarehouse()
        let draft: RecallDraft = try request.document()
        var rules = DraftRules()
        rules.note(draft.note)
        if draft.reason == .expiry {
            rules.add("/reason", "enum", "Only the clock has this reason.")
        }
        try rules.finish()
        return ChangeLotStatus.plan(
            LotStatusRequest(
                lot: lot,
                status: .recalled,
                reason: draft.reason,
                note: draft.note
            )
        )
    }

    func complete(
        _ response: OperationResponse,
        to request: OperationRequest,
        with reader: JournalReader
    ) async throws -> OperationResponse {
        guard response.status == 200 else { return response }
        let lot = try request.pathID("lotId", of: Lot.self)
        let change = try MessageCoding.decode(LotStatusChangeBody.self, from: response.body)
        let horizon = try await reader.horizon(attempts: Self.attempts)
        let evidence = try await reader.database.withTransaction { transaction in
            try RecallEvidence(
                lot,
                of: change.variantId,
                until: horizon,
                in: transaction
            )
        }
        return OperationResponse(
            status: response.status,
            headers: response.headers,
            body: try MessageCoding.encode(RecallBody(change: change, evidence: evidence))
        )
    }
}

struct RecallDraft: Codable, Sendable {
    let reason: LotReason
    let note: String?
}

/// What a recall did, and what has to be known of the lot.
struct RecallBody: Encodable, Sendable {
    let change: LotStatusChangeBody
    let evidence: RecallEvidence
}
