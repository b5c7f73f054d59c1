import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Ships what was promised.
struct ConsumeReservation: CommandOperation {
    static let id = "consumeReservation"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let reservation = try request.pathID("reservationId", of: Reservation.self)
        let draft: ConsumptionDraft = try request.document()
        var rules = DraftRules()
        if let lines = draft.lines { rules.lines(lines.count) }
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = (draft.lines ?? []).enumerated().map { index, line in
            line.part(at: index, &rules)
        }
        try rules.finish()
        let location = draft.location.map { LocationName($0) }
        let consumption = Consumption(
            entry: draft.id ?? .make(),
            reservation: reservation,
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                note: draft.note
            ),
            location: location,
            isAnywhere: draft.anywhere ?? false,
            lines: lines,
            isFinal: draft.releaseRest ?? false
        )
        return CommandPlan(
            .consume(consumption),
            fields: RefusedFields(locations: location.map { [$0: "/location"] } ?? [:])
        ) { decision, state in
            guard let entry = decision.entry, let reservation = decision.reservation
            else { return .noContent }
            return try .json(
                ConsumptionBody(
                    reservation: ReservationBody(reservation, updatedAt: state.now, on: state),
                    entry: EntryBody(entry, leaving: decision.balances, on: state)
                )
            )
        }
    }
}

struct ConsumptionDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String?
    /// Whether goods may also be anywhere below the locations that are named.
    let anywhere: Bool?
    let reference: Reference?
    let note: String?
    let lines: [DocumentPartDraft]?
    let releaseRest: Bool?
}
