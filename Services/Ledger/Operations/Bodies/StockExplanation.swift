import Contracts
import Kernel
import LedgerDomain
import Postgres

/// A figure of stock and what it is made of.
struct StockExplanation: Codable, Sendable {
    let sku: String
    let variantId: ID<Variant>
    let field: ExplainedField
    /// As others are shown it, over all warehouses that are explained.
    let value: KeptFigure
    /// Add up to the value.
    let terms: [Term]
    /// What it was decided by; empty for figures that follow from what happened alone.
    let policies: [StockPolicy]
    /// What a value is in.
    let currency: String?
    /// Everything that was recorded up to then is in a value.
    let costedTo: Timestamp?

    /// Part of a figure.
    struct Term: Codable, Sendable {
        /// What it comes from.
        enum Kind: String, Codable, CaseIterable, Sendable {
            case sealed
            case movements
            case reservation
            case lot
            case transfer
            case costs
        }

        let kind: Kind
        let warehouse: LocationLabel
        /// Below zero for what takes away from the figure.
        let quantity: KeptFigure
        /// The kind of the entries that moved it.
        let entryKind: EntryKind?
        /// How many movements, reservations or lines it stands for.
        let count: Int64?
        let firstAt: Timestamp?
        let lastAt: Timestamp?
        /// `nil` for the rest, where there are more reservations than are named.
        let reservationId: ID<Reservation>?
        let transferOrderId: ID<TransferOrder>?
        /// The last one that is closed.
        let periodId: ID<Period>?
        let reference: Reference?
        let actorName: String?
        let expiresAt: Timestamp?
        let lot: LotLabel?
        /// Why goods are worth more or less, and what is on the other side of that.
        let costKind: CostKind?
        let account: CostAccount?
    }

    /// - Parameters:
    ///   - rows: Of ``StockTerms``, without the first one.
    ///   - policies: What the figure was decided by.
    ///   - position: How far values are known.
    init(
        sku: String,
        variantId: ID<Variant>,
        field: ExplainedField,
        rows: some Sequence<Row>,
        by policies: [StockPolicy] = [],
        at position: CostPosition? = nil
    ) throws {
        self.sku = sku
        self.variantId = variantId
        self.field = field
        self.policies = policies
        self.currency = position?.currency
        self.costedTo = position?.costedTo
        var (value, terms) = (Quantity.zero, [Term]())
        for row in rows {
            guard let kind = Term.Kind(rawValue: try row.decode("kind")) else {
                value = value.addingClamped(try row.decode("quantity"))
                continue
            }
            terms.append(try Term(row, kind))
        }
        // Of a value millionths were added up, in which the sum is as exact.
        self.value = KeptFigure(units: value.tenThousandths, isValue: field == .value)
        self.terms = terms
    }
}

extension StockExplanation.Term {
    fileprivate init(_ row: Row, _ kind: Kind) throws {
        self.kind = kind
        self.warehouse = LocationLabel(
            id: try row.decode("warehouse"),
            code: try row.decode("code")
        )
        self.quantity = KeptFigure(units: try row.decode("quantity"), isValue: kind == .costs)
        self.entryKind = try row.decode("entry_kind", as: String?.self)
            .flatMap { EntryKind(rawValue: $0) }
        self.costKind = kind == .costs ? try row.word("source") : nil
        self.account = kind == .costs ? try row.word("document") : nil
        self.count = try row.decode("count")
        self.firstAt = try row.decode("first_at")
        self.lastAt = try row.decode("last_at")
        let reservation: ID<Reservation>? = try row.decode("subject")
        self.reservationId = kind == .reservation ? reservation : nil
        self.transferOrderId = kind == .transfer ? try row.decode("subject") : nil
        self.periodId = kind == .sealed ? try row.decode("subject") : nil
        // Of several together nobody has the document.
        let isOne = reservation != nil
        self.reference =
            try isOne
            ? row.decode("source", as: String?.self).map { source in
                Reference(source: source, document: try row.decode("document"))
            } : nil
        self.actorName = try isOne ? row.decode("actor_name") : nil
        self.expiresAt = try isOne ? row.decode("expires_at") : nil
        self.lot =
            try kind == .lot
            ? LotLabel(
                id: row.decode("subject"),
                code: row.decode("lot_code"),
                expiresOn: row.decode("expires_on"),
                status: row.word("lot_status")
            ) : nil
    }
}
