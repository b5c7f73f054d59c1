import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Orders that goods are brought from one place to another.
struct CreateTransferOrder: CommandOperation {
    static let id = "createTransferOrder"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: TransferOrderDraft = try request.document()
        var rules = DraftRules()
        rules.lines(draft.lines.count)
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = draft.lines.enumerated().map { index, line in
            rules.tracking(line.lot, nil, "/lines/\(index)")
            return TransferRequest.Line(
                variant: line.variant("/lines/\(index)", &rules),
                lot: line.lot.map { LotName.code($0, StockLot.Details()) },
                quantity: line.quantity,
                from: line.from.map { LocationName($0) },
                to: line.to.map { LocationName($0) }
            )
        }
        try rules.finish()
        let (from, to) = (LocationName(draft.from), LocationName(draft.to))
        let order = TransferRequest(
            id: draft.id ?? .make(),
            from: from,
            to: to,
            reference: draft.reference,
            note: draft.note,
            lines: lines
        )
        let isDryRun = try request.isDryRun
        let fields = RefusedFields(
            locations: Dictionary([(from, "/from"), (to, "/to")]) { first, _ in first }
        )
        return CommandPlan(.order(order), fields: fields) { decision, state in
            guard let order = decision.transfer else { return .noContent }
            return try .made(
                TransferBody(order, updatedAt: state.now, on: state),
                at: "/v1/transfer-orders/\(order.id)",
                version: order.version,
                isDryRun: isDryRun
            )
        }
    }
}

struct TransferOrderDraft: Codable, Sendable {
    let id: ID<TransferOrder>?
    let from: String
    let to: String
    let reference: Reference?
    let note: String?
    let lines: [Line]

    struct Line: Codable, Sendable, VariantNaming {
        let sku: String?
        let variantId: ID<Variant>?
        let barcode: String?
        let quantity: Quantity
        let lot: String?
        /// In the warehouses of the order, where not the places of the whole.
        let from: String?
        let to: String?
    }
}
