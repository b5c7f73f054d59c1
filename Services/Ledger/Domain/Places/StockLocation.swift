package import Contracts
package import Kernel

/// A place as the ledger's decisions see it.
package struct StockLocation: Hashable, Sendable {
    package let id: ID<Location>
    package let code: String
    package let kind: LocationKind
    /// The root of the place's tree, under which availability is counted.
    ///
    /// A warehouse and the transit location are their own root; the other virtual locations have
    /// none.
    package let warehouse: ID<Location>?
    package let isActive: Bool
    /// From the root down to the location itself.
    package let path: [ID<Location>]
    /// How far it is to where goods are packed, in whatever unit the company measures; `nil` where
    /// nobody said, which counts as far away.
    package let distance: Int64?
    /// The code of the handling unit that is this place now; a command may call the place so too.
    package let unitCode: String?

    /// How many locations lie between a root and its deepest part, both included.
    package static let maximumDepth = 16
    /// How many characters a code has at most.
    package static let maximumCode = 64

    package init(
        id: ID<Location>,
        code: String,
        kind: LocationKind,
        warehouse: ID<Location>?,
        isActive: Bool = true,
        path: [ID<Location>]? = nil,
        distance: Int64? = nil,
        unitCode: String? = nil
    ) {
        self.id = id
        self.code = code
        self.kind = kind
        self.warehouse = warehouse
        self.isActive = isActive
        self.path = path ?? [id]
        self.distance = distance
        self.unitCode = unitCode
    }

    /// The same place standing elsewhere.
    ///
    /// - Parameter isLeft: Whether its handling unit is another place from now on.
    func standing(
        at path: [ID<Location>],
        isActive: Bool,
        isLeft: Bool = false
    ) -> StockLocation {
        StockLocation(
            id: self.id,
            code: self.code,
            kind: self.kind,
            warehouse: self.warehouse,
            isActive: isActive,
            path: path,
            distance: self.distance,
            unitCode: isLeft ? nil : self.unitCode
        )
    }
}

/// How a command names a location.
package enum LocationName: Hashable, Sendable {
    case id(ID<Location>)
    case code(String)
    /// The company's one location of a virtual kind.
    case virtual(LocationKind)

    /// Codes are told apart by their bytes, as the database does.
    package static func == (left: LocationName, right: LocationName) -> Bool {
        switch (left, right) {
        case (.id(let left), .id(let right)): left == right
        case (.code(let left), .code(let right)): Verbatim(left) == Verbatim(right)
        case (.virtual(let left), .virtual(let right)): left == right
        default: false
        }
    }
}

extension LocationName: CustomStringConvertible {
    package var description: String {
        switch self {
        case .id(let id): id.description
        case .code(let code): code
        case .virtual(let kind): kind.rawValue
        }
    }
}
