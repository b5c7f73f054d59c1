import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Registers a lot before any of it arrives, or with more than a receipt says.
struct CreateLot: Operation {
    static let id = "createLot"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: LotDraft = try request.document()
        let variant = try self.variant(of: draft, in: transaction)
        let first = try self.firstStatus(of: draft, variant, in: transaction)
        let rows = try transaction.execute(
            """
            INSERT INTO lot (
                id, variant, code, supplier, manufactured_on, expires_on, certificate, status
            )
            VALUES (
                \(draft.id ?? .make()), \(variant.id), \(draft.code), \(draft.supplier),
                \(draft.manufacturedOn), \(draft.expiresOn), \(draft.certificate),
                \(first.rawValue)
            )
            ON CONFLICT DO NOTHING
            RETURNING *, \(variant.sku) AS sku
            """
        )
        guard let row = rows.first else {
            throw Problem.rule(
                .alreadyExists,
                "The variant has a lot \(draft.code), or the identifier is taken.",
                pointer: "/code"
            )
        }
        let lot = try LotBody(row)
        if first.isWithheld {
            // Whoever registers it as quarantined says that it waits for an inspection.
            let reason: LotReason = first == .quarantined ? .inspection : .other
            try transaction.execute(
                LotStore.rememberFirst(
                    lot.id,
                    first,
                    because: reason,
                    by: request.principal.actor
                )
            )
        }
        try self.announce(lot, variant, cause: request.context, in: transaction)
        return try .json(
            lot,
            status: 201,
            headers: [("Location", "/v1/lots/\(lot.id)"), Precondition.tag(lot.version)]
        )
    }

    private func variant(
        of draft: LotDraft,
        in transaction: borrowing Transaction
    ) throws -> StockVariant {
        var rules = DraftRules()
        let name = draft.variant("", &rules)
        rules.text(draft.code, "/code", limit: DraftRules.maximumName)
        rules.text(draft.supplier, "/supplier", limit: LotDraft.maximumSupplier)
        rules.webAddress(draft.certificate, "/certificate", limit: LotDraft.maximumAddress)
        rules.order(draft.manufacturedOn, before: draft.expiresOn, "/expiresOn")
        if let status = draft.status, ![.released, .quarantined, .held].contains(status) {
            rules.add("/status", "enum", "A new lot is released, quarantined or held.")
        }
        try rules.finish()
        var state = LedgerState()
        try VariantStore.insert(
            try transaction.execute(
                VariantStore.named(
                    draft.variantId.map { [$0] } ?? [],
                    skus: draft.sku.map { [$0] } ?? [],
                    barcodes: []
                )
            ),
            into: &state
        )
        let pointer = draft.sku == nil ? "/variantId" : "/sku"
        guard let variant = state.variant(name) else {
            throw Problem.unknownVariant(name.description, pointer: pointer)
        }
        guard variant.tracking.mode != .none else {
            throw Problem.validation(pointer, rule: "tracking", "The variant has no lots.")
        }
        guard !variant.tracking.hasExpiry || draft.expiresOn != nil else {
            throw Problem.validation(
                "/expiresOn",
                rule: "required",
                "A new lot of this variant expires."
            )
        }
        return variant
    }

    /// What the lot is from the beginning.
    ///
    /// - Throws: 409 where somebody wants to have it released who has not inspected it.
    private func firstStatus(
        of draft: LotDraft,
        _ variant: StockVariant,
        in transaction: borrowing Transaction
    ) throws -> LotStatus {
        var state = LedgerState()
        let variants: SQL = "SELECT unnest(\([variant.id]))"
        try InspectionPlanStore.insert(
            try transaction.execute(InspectionPlanStore.inForce(for: variants)),
            into: &state
        )
        guard state.qualityPlans[variant.id]?.onReceipt ?? false else {
            return draft.status ?? .released
        }
        guard draft.status != .released else {
            throw Problem(
                .inspectionRequired,
                detail: "A plan wants lots of this variant inspected first."
            )
        }
        return draft.status ?? .quarantined
    }

    private func announce(
        _ lot: LotBody,
        _ variant: StockVariant,
        cause: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        if !variant.isUsed {
            try transaction.execute(VariantStore.markUsed([variant.id]))
            try Outbox.append(
                VariantUsed(variantId: variant.id, sku: variant.sku, recordedAt: lot.createdAt),
                subject: variant.id.description,
                cause: cause,
                in: transaction
            )
        }
        try Outbox.append(
            lot.fact,
            subject: lot.id.description,
            version: lot.version,
            cause: cause,
            in: transaction
        )
    }
}

struct LotDraft: Codable, Sendable, VariantNaming {
    let id: ID<Lot>?
    let sku: String?
    let variantId: ID<Variant>?
    let code: String
    let supplier: String?
    let manufacturedOn: CivilDate?
    let expiresOn: CivilDate?
    let certificate: String?
    /// Released where nothing is said, or quarantined where a plan wants it inspected.
    let status: LotStatus?

    static let maximumSupplier = 200
    static let maximumAddress = 500

    var barcode: String? { nil }
}
