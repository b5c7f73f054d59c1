package import Contracts
package import Kernel

/// A lot as the ledger's decisions see it.
package struct StockLot: Hashable, Sendable {
    package let id: ID<Lot>
    package let key: Key
    package let details: Details
    /// Since when the ledger knows it.
    package let since: Timestamp
    package private(set) var status: LotStatus
    /// 1 when made, then one more with every change.
    package private(set) var version: Int64

    package init(
        id: ID<Lot>,
        key: Key,
        details: Details = Details(),
        since: Timestamp,
        status: LotStatus = .released,
        version: Int64 = 1
    ) {
        self.id = id
        self.key = key
        self.details = details
        self.since = since
        self.status = status
        self.version = version
    }

    /// Whether its last day was before `day`, whatever its status says.
    package func isOver(on day: CivilDate) -> Bool {
        self.details.expiresOn.map { $0.daysSinceEpoch < day.daysSinceEpoch } ?? false
    }

    /// Whether goods of the lot may be sold on a day.
    ///
    /// The clock that gives the status may be a moment late; the day is over all the same.
    func isSellable(on day: CivilDate) -> Bool { !self.status.isWithheld && !self.isOver(on: day) }

    mutating func become(_ status: LotStatus) {
        self.status = status
        self.version += 1
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

    /// A lot with the variant that it is of, under which its stock is found.
    package struct Name: Hashable, Sendable {
        package let variant: ID<Variant>
        package let lot: ID<Lot>
    }

    package var name: Name { Name(variant: self.key.variant, lot: self.id) }

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

        /// What can be written on a lot.
        package enum Mark: String, Hashable, Sendable {
            case supplier, manufacturedOn, expiresOn
        }

        /// The first mark that is said here, and is another on the goods or not there.
        func contradiction(to known: Self) -> Mark? {
            if let supplier, supplier != known.supplier { return .supplier }
            if let manufacturedOn, manufacturedOn != known.manufacturedOn { return .manufacturedOn }
            if let expiresOn, expiresOn != known.expiresOn { return .expiresOn }
            return nil
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
