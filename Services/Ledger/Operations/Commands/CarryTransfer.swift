import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Lets goods of a transfer order leave.
struct DispatchTransferOrder: CommandOperation {
    static let id = "dispatchTransferOrder"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: DispatchDraft = try request.document()
        return try .step(.dispatch, draft, isAnywhere: draft.anywhere ?? false, of: request)
    }
}

/// Takes in what arrived of a transfer order.
struct ReceiveTransferOrder: CommandOperation {
    static let id = "receiveTransferOrder"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: ArrivalDraft = try request.document()
        return try .step(.receive, draft, of: request)
    }
}

/// Takes out of the book what was lost on the road.
struct ReportTransferLoss: CommandOperation {
    static let id = "reportTransferLoss"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: LossDraft = try request.document()
        return try .step(.lose(draft.reason), draft, reason: draft.reason.rawValue, of: request)
    }
}

/// Gives up what has not left.
struct CancelTransferOrder: CommandOperation {
    static let id = "cancelTransferOrder"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let order = try request.pathID("transferOrderId", of: TransferOrder.self)
        let draft: TransferCancellationDraft = try request.document()
        var rules = DraftRules()
        rules.text(draft.reason, "/reason", limit: DraftRules.maximumNote, isEmptyAllowed: true)
        try rules.finish()
        return CommandPlan(
            .cancelOrder(TransferCancellation(order, reason: draft.reason))
        ) { decision, state in
            guard let order = decision.transfer else { return .noContent }
            return try .json(
                TransferBody(order, updatedAt: state.now, on: state),
                headers: [Precondition.tag(order.version)]
            )
        }
    }
}

extension CommandPlan {
    /// A command that moves goods of the order in the path, which it answers with its entry.
    fileprivate static func step(
        _ way: TransferStep.Way,
        _ draft: some StepDraft,
        isAnywhere: Bool = false,
        reason: String? = nil,
        of request: OperationRequest
    ) throws -> CommandPlan {
        let order = try request.pathID("transferOrderId", of: TransferOrder.self)
        var rules = DraftRules()
        if let lines = draft.lines { rules.lines(lines.count) }
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = (draft.lines ?? []).enumerated().map { $1.part(at: $0, &rules) }
        try rules.finish()
        let location = draft.location.map { LocationName($0) }
        let step = TransferStep(
            way,
            entry: draft.id ?? .make(),
            order: order,
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                reason: reason,
                note: draft.note
            ),
            location: location,
            isAnywhere: isAnywhere,
            lines: lines
        )
        var fields = RefusedFields(locations: location.map { [$0: "/location"] } ?? [:])
        fields.tellsWorth = request.principal.mayEverywhere(.costRead)
        return CommandPlan(.carry(step), fields: fields) { decision, state in
            guard let entry = decision.entry, let order = decision.transfer
            else { return .noContent }
            return try .json(
                TransferStepBody(
                    transferOrder: TransferBody(order, updatedAt: state.now, on: state),
                    entry: EntryBody(entry, leaving: decision.balances, on: state)
                )
            )
        }
    }
}
