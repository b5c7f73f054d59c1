import Contracts
import Kernel
import LedgerDomain
import Postgres

/// One row of a ``StockQuery``.
struct StockRow: Sendable {
    let variant: ID<Variant>
    let sku: String
    let name: String
    let unit: String
    let place: ID<Location>
    let placeCode: String
    let lot: ID<Lot>?
    let lotCode: String
    let expiresOn: CivilDate?
    let onHand: Quantity
    let reserved: Quantity?

    init(_ row: Row) throws {
        self.variant = try row.decode("variant")
        self.sku = try row.decode("sku")
        self.name = try row.decode("name")
        self.unit = try row.decode("base_unit")
        self.place = try row.decode("place")
        self.placeCode = try row.decode("code")
        self.lot = try row.decode("lot")
        self.lotCode = try row.decode("lot_code")
        self.expiresOn = try row.decode("expires_on")
        self.onHand = try row.decode("on_hand")
        self.reserved = try row.decode("reserved")
    }

    var location: LocationLabel { LocationLabel(id: self.place, code: self.placeCode) }

    var lotLabel: LotLabel? {
        self.lot.map { LotLabel(id: $0, code: self.lotCode, expiresOn: self.expiresOn) }
    }
}
