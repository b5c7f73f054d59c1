import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Gives up what was promised.
struct ReleaseReservation: CommandOperation {
    static let id = "releaseReservation"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let reservation = try request.pathID("reservationId", of: Reservation.self)
        let draft: ReleaseDraft = try request.document()
        var rules = DraftRules()
        if let lines = draft.lines { rules.lines(lines.count) }
        rules.text(
            draft.reason,
            "/reason",
            limit: DraftRules.maximumNote,
            isEmptyAllowed: true
        )
        try rules.finish()
        let release = Release(
            reservation,
            lines: (draft.lines ?? []).map { Release.Line(number: $0.line, quantity: $0.quantity) },
            reason: draft.reason
        )
        return CommandPlan(.release(release)) { decision, state in
            guard let reservation = decision.reservation else { return .noContent }
            return try .json(
                ReservationBody(reservation, updatedAt: state.now, on: state),
                headers: [Precondition.tag(reservation.version)]
            )
        }
    }
}

struct ReleaseDraft: Codable, Sendable {
    let reason: String?
    let lines: [Line]?

    struct Line: Codable, Sendable {
        let line: Int
        let quantity: Quantity
    }
}
