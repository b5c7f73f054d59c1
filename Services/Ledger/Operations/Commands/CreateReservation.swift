import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Promises stock of one warehouse.
struct CreateReservation: CommandOperation {
    static let id = "createReservation"

    static let priorities = 0...9

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: ReservationDraft = try request.document()
        let warehouse = LocationName(draft.warehouse)
        var rules = DraftRules()
        rules.lines(draft.lines.count)
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = draft.lines.enumerated().map { index, line in
            rules.text(
                line.reference,
                "/lines/\(index)/reference",
                limit: Reference.documentLength.maximum
            )
            return ReservationRequest.Line(
                variant: line.variant("/lines/\(index)", &rules),
                quantity: line.quantity,
                mayWait: line.allowBackorder ?? false,
                reference: line.reference
            )
        }
        if let priority = draft.priority, !Self.priorities.contains(priority) {
            rules.add("/priority", "range", "The priority is from 0 to 9.")
        }
        try rules.finish()
        let reservation = ReservationRequest(
            id: draft.id ?? .make(),
            warehouse: warehouse,
            expiresAt: draft.expiresAt,
            priority: draft.priority ?? 0,
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
            return try .made(
                ReservationBody(reservation, updatedAt: state.now, on: state),
                at: "/v1/reservations/\(reservation.id)",
                version: reservation.version,
                isDryRun: isDryRun
            )
        }
    }
}

struct ReservationDraft: Codable, Sendable {
    let id: ID<Reservation>?
    let warehouse: String
    let reference: Reference?
    let expiresAt: Timestamp?
    /// Who waits for stock gets it before those of a lower one.
    let priority: Int?
    let note: String?
    let lines: [Line]

    struct Line: Codable, Sendable, VariantNaming {
        let sku: String?
        let variantId: ID<Variant>?
        let barcode: String?
        let quantity: Quantity
        /// Whether what is not there may wait for stock to come.
        let allowBackorder: Bool?
        /// What the order calls the line.
        let reference: String?
    }
}
