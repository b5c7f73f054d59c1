import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Brings a handling unit with all that is on it somewhere else.
struct MoveHandlingUnit: CommandOperation {
    static let id = "moveHandlingUnit"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        try .moving(request) { .move(to: $0) }
    }
}

/// Takes all off a handling unit, and off those that stand on it.
struct UnpackHandlingUnit: CommandOperation {
    static let id = "unpackHandlingUnit"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        try .moving(request) { .unpack(to: $0) }
    }
}

/// Sells all that is on a handling unit, which leaves with it.
struct ShipHandlingUnit: CommandOperation {
    static let id = "shipHandlingUnit"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: HandlingShipmentDraft = try request.document()
        return try .handling(
            .ship,
            entry: draft.id,
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                note: draft.note
            ),
            of: request
        )
    }
}

/// Ends a handling unit on which nothing is.
struct CloseHandlingUnit: CommandOperation {
    static let id = "closeHandlingUnit"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: HandlingClosureDraft = try request.document()
        return try .handling(
            .close,
            entry: nil,
            about: Circumstances(note: draft.note),
            of: request
        )
    }
}

extension CommandPlan {
    /// A command that brings the unit, or what is on it, to the place that the body names.
    fileprivate static func moving(
        _ request: OperationRequest,
        _ way: (LocationName) -> HandlingStep.Way
    ) throws -> CommandPlan {
        let draft: HandlingMoveDraft = try request.document()
        return try .handling(
            way(LocationName(draft.to)),
            entry: draft.id,
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                note: draft.note
            ),
            of: request
        )
    }

    /// A command about the unit in the path, which it answers with what was entered.
    fileprivate static func handling(
        _ way: HandlingStep.Way,
        entry: ID<Entry>?,
        about: Circumstances,
        of request: OperationRequest
    ) throws -> CommandPlan {
        let unit = try request.pathID("handlingUnitId", of: HandlingUnit.self)
        var rules = DraftRules()
        rules.reference(about.reference)
        rules.note(about.note)
        try rules.finish()
        let step = HandlingStep(
            way,
            unit: unit,
            entry: entry ?? .make(),
            about: about,
            versions: Precondition.versions(of: request)
        )
        var fields = RefusedFields(
            locations: step.destination.map { [$0: "/to"] } ?? [:]
        )
        fields.tellsWorth = request.principal.mayEverywhere(.costRead)
        let isDryRun = try request.isDryRun
        return CommandPlan(.handle(step), fields: fields) { decision, state in
            guard let after = state.handlingUnit(unit),
                let body = HandlingUnitBody(after, on: state)
            else { return .noContent }
            return try .json(
                HandlingStepBody(
                    handlingUnit: body,
                    entry: decision.entry.map { entry in
                        EntryBody(entry, leaving: decision.balances, on: state)
                    }
                ),
                // There is no such version after a dry run.
                headers: isDryRun ? [] : [Precondition.tag(after.version)]
            )
        }
    }
}
