package import Contracts
package import Kernel

/// A lot as the ledger's decisions see it.
package struct StockLot: Hashable, Sendable {
    package let id: ID<Lot>
    package let key: Key
    package let details: Details

    package init(id: ID<Lot>, key: Key, details: Details = Details()) {
        self.id = id
        self.key = key
        self.details = details
    }

    /// What a lot is known by: its number, by bytes, is unique among the lots of one variant.
    package struct Key: Hashable, Sendable {
        package let variant: ID<Variant>
        @Verbatim package private(set) var code: String

        package init(variant: ID<Variant>, code: String) {
            self.variant = variant
            self.code = code
        }
    }

    /// What is written on a lot when it arrives.
    package struct Details: Hashable, Sendable {
        /// Who made or delivered it.
        package let supplier: String?
        package let manufacturedOn: CivilDate?
        package let expiresOn: CivilDate?

        package init(
            supplier: String? = nil,
            manufacturedOn: CivilDate? = nil,
            expiresOn: CivilDate? = nil
        ) {
            self.supplier = supplier
            self.manufacturedOn = manufacturedOn
            self.expiresOn = expiresOn
        }
    }

    /// First expired, first out; lots without an expiry come last, ties go by number.
    package static func leavesBefore(_ left: StockLot, _ right: StockLot) -> Bool {
        let (leftDay, rightDay) = (
            left.details.expiresOn?.daysSinceEpoch ?? .max,
            right.details.expiresOn?.daysSinceEpoch ?? .max
        )
        return leftDay == rightDay
            ? Verbatim(left.key.code) < Verbatim(right.key.code) : leftDay < rightDay
    }
}

/// How a command names a lot.
package enum LotName: Hashable, Sendable {
    case id(ID<Lot>)
    /// By number; a receipt, return or adjustment creates the lot where it is new.
    case code(String, StockLot.Details)
}

extension LotName: CustomStringConvertible {
    package var description: String {
        switch self {
        case .id(let id): id.description
        case .code(let code, _): code
        }
    }
}
