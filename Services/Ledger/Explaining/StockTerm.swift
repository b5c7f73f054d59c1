import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Part of a figure of stock.
struct StockTerm: Codable, Sendable {
    /// What it comes from.
    enum Kind: String, Codable, CaseIterable, Sendable {
        case sealed
        case movements
        case reservation
        case lot
        case transfer
        case costs
        /// What other places of a warehouse have of what it is worth.
        case elsewhere
    }

    let kind: Kind
    let warehouse: LocationLabel
    /// Below zero for what takes away from the figure.
    let quantity: KeptFigure
    /// What the quantity is worth; of the cost of a unit only.
    let value: KeptFigure?
    /// The kind of the entries that moved it.
    let entryKind: EntryKind?
    /// How many movements, reservations, lines or places it stands for.
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

    /// - Parameter row: Of ``StockTerms``.
    init(_ row: Row, _ kind: Kind, of field: ExplainedField) throws {
        self.kind = kind
        self.warehouse = LocationLabel(
            id: try row.decode("warehouse"),
            code: try row.decode("code")
        )
        self.quantity = KeptFigure(
            units: try row.decode("quantity"),
            isValue: field == .value
        )
        self.value = try row.decode("value", as: Int64?.self)
            .map { KeptFigure(units: $0, isValue: true) }
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
