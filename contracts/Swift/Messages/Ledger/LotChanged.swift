package import Kernel

/// A lot was created or edited: a full snapshot.
package struct LotChanged: Contract, Hashable {
    package static let type = "ledger.lot.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let lotId: ID<Lot>
    package let variantId: ID<Variant>
    package let sku: String
    /// The number on the goods; unique for the variant.
    package let code: String
    /// Who made or delivered it.
    package let supplier: String?
    package let manufacturedOn: CivilDate?
    /// The last day on which it may be sold.
    package let expiresOn: CivilDate?
    /// Whether it may be promised and sold.
    package let status: LotStatus
    /// 1 when created, then one more with every change, without gaps.
    package let version: Int64

    package init(
        lotId: ID<Lot>,
        variantId: ID<Variant>,
        sku: String,
        code: String,
        supplier: String? = nil,
        manufacturedOn: CivilDate? = nil,
        expiresOn: CivilDate? = nil,
        status: LotStatus = .released,
        version: Int64
    ) {
        self.lotId = lotId
        self.variantId = variantId
        self.sku = sku
        self.code = code
        self.supplier = supplier
        self.manufacturedOn = manufacturedOn
        self.expiresOn = expiresOn
        self.status = status
        self.version = version
    }
}
