import Contracts
import Kernel
import LedgerDomain

/// A line that names what it is about in exactly one way.
protocol VariantNaming {
    var sku: String? { get }
    var variantId: ID<Variant>? { get }
    var barcode: String? { get }
}

extension VariantNaming {
    /// The one name of the variant; reports to `rules` where there is none or more than one.
    func variant(
        _ pointer: @autoclosure () -> String,
        _ rules: inout DraftRules
    ) -> VariantName {
        rules.text(self.sku, "\(pointer())/sku", limit: DraftRules.maximumName)
        rules.text(self.barcode, "\(pointer())/barcode", limit: DraftRules.maximumName)
        switch (self.sku, self.variantId, self.barcode) {
        case (let sku?, nil, nil): return .sku(sku)
        case (nil, let id?, nil): return .id(id)
        case (nil, nil, let code?): return .barcode(code)
        default:
            rules.add(pointer(), "oneOf", "A line has exactly one of sku, variantId and barcode.")
            return .sku("")
        }
    }
}

/// What leaves, moves or comes back.
struct MovedLineDraft: Codable, Sendable, VariantNaming {
    let sku: String?
    let variantId: ID<Variant>?
    let barcode: String?
    let quantity: Quantity
    let lot: String?
    let serials: [String]?

    func line(
        at index: Int,
        in list: String = "/lines",
        from: LocationName,
        isAnywhere: Bool = false,
        to: LocationName,
        _ rules: inout DraftRules
    ) -> Posting.Line {
        // Put together only for what is wrong.
        func pointer() -> String { "\(list)/\(index)" }
        rules.tracking(self.lot, self.serials, pointer())
        return Posting.Line(
            variant: self.variant(pointer(), &rules),
            lot: self.lot.map { LotName.code($0, StockLot.Details()) },
            serials: self.serials ?? [],
            quantity: self.quantity,
            from: from,
            isAnywhere: isAnywhere,
            to: to
        )
    }
}

/// What comes in from a supplier.
struct ReceivedLineDraft: Codable, Sendable, VariantNaming {
    let sku: String?
    let variantId: ID<Variant>?
    let barcode: String?
    let quantity: Quantity
    let lot: String?
    let supplier: String?
    let manufacturedOn: CivilDate?
    let expiresOn: CivilDate?
    let serials: [String]?
    let unitCost: UnitPrice?

    func line(
        at index: Int,
        in list: String = "/lines",
        from: LocationName = .virtual(.supplier),
        to: LocationName,
        _ rules: inout DraftRules
    ) -> Posting.Line {
        // Put together only for what is wrong.
        func pointer() -> String { "\(list)/\(index)" }
        rules.tracking(self.lot, self.serials, pointer())
        rules.text(self.supplier, "\(pointer())/supplier", limit: LotDraft.maximumSupplier)
        rules.order(self.manufacturedOn, before: self.expiresOn, "\(pointer())/expiresOn")
        let details = StockLot.Details(
            supplier: self.supplier,
            manufacturedOn: self.manufacturedOn,
            expiresOn: self.expiresOn
        )
        return Posting.Line(
            variant: self.variant(pointer(), &rules),
            lot: self.lot.map { LotName.code($0, details) },
            serials: self.serials ?? [],
            quantity: self.quantity,
            unitCost: self.unitCost,
            from: from,
            to: to
        )
    }
}
