import Contracts
import Kernel
import LedgerDomain

/// A location as other documents mention it.
struct LocationLabel: Codable, Sendable {
    let id: ID<Location>
    let code: String
}

/// A lot as other documents mention it.
struct LotLabel: Codable, Sendable {
    let id: ID<Lot>
    let code: String
    let expiresOn: CivilDate?
    /// The status of the time that an answer is about, where it matters; entries stay as they are, and do
    /// not say it.
    let status: LotStatus?

    init(_ lot: StockLot) {
        self.init(id: lot.id, code: lot.key.code, expiresOn: lot.details.expiresOn)
    }

    init(id: ID<Lot>, code: String, expiresOn: CivilDate?, status: LotStatus? = nil) {
        self.id = id
        self.code = code
        self.expiresOn = expiresOn
        self.status = status
    }
}

extension LedgerState {
    /// The code goes with the identifier; one that is not loaded shows its identifier alone.
    ///
    /// - Parameter known: A label that may be the one, which saves to look for it.
    func label(of location: ID<Location>, like known: LocationLabel? = nil) -> LocationLabel {
        if let known, known.id == location { return known }
        return LocationLabel(
            id: location,
            code: self.location(.id(location))?.code ?? location.description
        )
    }

    func sku(of variant: ID<Variant>) -> String {
        self.variant(.id(variant))?.sku ?? variant.description
    }

    func label(of lot: ID<Lot>?) -> LotLabel? {
        lot.flatMap { self.lot($0) }.map { LotLabel($0) }
    }
}
