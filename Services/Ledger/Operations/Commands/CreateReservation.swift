import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Promises stock of one warehouse.
struct CreateReservation: CommandOperation {
    static let id = "createReservation"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: ReservationDraft = try request.document()
        let warehouse = LocationName(draft.warehouse)
        var rules = DraftRules()
        rules.lines(draft.lines.count)
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = draft.lines.enumerated().map { index, line in
            ReservationRequest.Line(
                variant: line.variant("/lines/\(index)", &rules),
                quantity: line.quantity
            )
        }
        try rules.finish()
        let reservation = ReservationRequest(
            id: draft.id ?? .make(),
            warehouse: warehouse,
            expiresAt: draft.expiresAt,
            reference: draft.reference,
            note: draft.note,
            lines: lines
        )
        let isDryRun = try request.isDryRun
        return CommandPlan(
            .reserve(reservation),
            fields: RefusedFields(locations: [warehouse: "/warehouse"])
        ) { decision, state in
            guard let reservation = decision.reservation else { return .noContent }
            return try .json(
                ReservationBody(reservation, updatedAt: state.now, on: state),
                status: isDryRun ? 200 : 201,
                headers: isDryRun
                    ? []
                    : [
                        ("Location", "/v1/reservations/\(reservation.id)"),
                        Precondition.tag(reservation.version),
                    ]
            )
        }
    }
}

struct ReservationDraft: Codable, Sendable {
    let id: ID<Reservation>?
    let warehouse: String
    let reference: Reference?
    let expiresAt: Timestamp?
    let note: String?
    let lines: [Line]

    struct Line: Codable, Sendable, VariantNaming {
        let sku: String?
        let variantId: ID<Variant>?
        let barcode: String?
        let quantity: Quantity
    }
}
