import Contracts
import Kernel
import LedgerDomain
import Postgres

/// One row of a ``StockQuery``.
struct StockRow: Sendable {
    /// The column that says when the latest entry was recorded.
    static let lastRecorded = 13

    let variant: ID<Variant>
    let sku: String
    let name: String
    let unit: String
    let place: ID<Location>
    let placeCode: String
    let lot: ID<Lot>?
    let lotCode: String
    let expiresOn: CivilDate?
    let lotStatus: LotStatus?
    let onHand: Quantity
    let reserved: Quantity?
    let withheld: Quantity?

    /// The columns in the order of the statement: a page has thousands of values, and looking for each
    /// by its name costs more than reading it.
    init(_ row: Row) throws {
        self.variant = try row.decode(0)
        self.sku = try row.decode(1)
        self.name = try row.decode(2)
        self.unit = try row.decode(3)
        self.place = try row.decode(4)
        self.placeCode = try row.decode(5)
        self.lot = try row.decode(6)
        self.lotCode = try row.decode(7)
        self.expiresOn = try row.decode(8)
        self.lotStatus = self.lot == nil ? nil : try row.word(9)
        self.onHand = try row.decode(10)
        self.reserved = try row.decode(11)
        self.withheld = try row.decode(12)
    }

    var location: LocationLabel { LocationLabel(id: self.place, code: self.placeCode) }

    var lotLabel: LotLabel? {
        self.lot.map { lot in
            LotLabel(
                id: lot,
                code: self.lotCode,
                expiresOn: self.expiresOn,
                status: self.lotStatus
            )
        }
    }
}
