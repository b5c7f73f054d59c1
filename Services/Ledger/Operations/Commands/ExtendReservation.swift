import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Gives a promise another end.
struct ExtendReservation: CommandOperation {
    static let id = "extendReservation"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let reservation = try request.pathID("reservationId", of: Reservation.self)
        let draft: ExtensionDraft = try request.document()
        return CommandPlan(
            .extend(ReservationExtension(reservation, expiresAt: draft.expiresAt))
        ) { decision, state in
            guard let reservation = decision.reservation else { return .noContent }
            return try .json(
                ReservationBody(reservation, updatedAt: state.now, on: state),
                headers: [Precondition.tag(reservation.version)]
            )
        }
    }
}

struct ExtensionDraft: Codable, Sendable {
    /// In the future; holds until released where there is none.
    let expiresAt: Timestamp?
}

/// Sees to it that a document holds nothing, also if it comes later.
struct WithdrawReservation: CommandOperation {
    static let id = "withdrawReservation"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: WithdrawalDraft = try request.document()
        var rules = DraftRules()
        rules.reference(draft.reference)
        rules.text(draft.reason, "/reason", limit: DraftRules.maximumNote, isEmptyAllowed: true)
        try rules.finish()
        let warehouse = LocationName(draft.warehouse)
        let withdrawal = Withdrawal(
            id: .make(),
            reference: draft.reference,
            warehouse: warehouse,
            reason: draft.reason
        )
        return CommandPlan(
            .withdraw(withdrawal),
            fields: RefusedFields(locations: [warehouse: "/warehouse"])
        ) { decision, state in
            guard let reservation = decision.reservation else { return .noContent }
            return try .json(
                ReservationBody(reservation, updatedAt: state.now, on: state),
                headers: [Precondition.tag(reservation.version)]
            )
        }
    }
}

struct WithdrawalDraft: Codable, Sendable {
    let warehouse: String
    let reference: Reference
    let reason: String?
}
