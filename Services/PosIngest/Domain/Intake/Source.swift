package import Contracts
package import Kernel

/// A system that reports sales under a broker user of its own.
package struct Source: Hashable, Sendable {
    package let id: ID<PosSource>
    /// The broker user, and part of the routing key.
    package let name: String
    package var displayName: String
    /// Where it sells from, unless a message says otherwise.
    package var location: ID<Location>
    package var nonStockCodes: NonStockCodes
    /// How long a missing number may be late before it counts as a gap.
    package var gapGraceSeconds: Int64
    package var isActive: Bool
    package let version: Int64

    package static let maximumNonStockCodes = 500
    package static let maximumGapGraceSeconds: Int64 = 604_800
    package static let standardGapGraceSeconds: Int64 = 300
    package static let maximumNameLength = 32

    package init(
        id: ID<PosSource>,
        name: String,
        displayName: String,
        location: ID<Location>,
        nonStockCodes: NonStockCodes = NonStockCodes([]),
        gapGraceSeconds: Int64 = Source.standardGapGraceSeconds,
        isActive: Bool = true,
        version: Int64 = 1
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.location = location
        self.nonStockCodes = nonStockCodes
        self.gapGraceSeconds = gapGraceSeconds
        self.isActive = isActive
        self.version = version
    }

    /// Lower-case letters, digits and `_`: a word of a routing key.
    package static func isName(_ text: String) -> Bool {
        (1...Self.maximumNameLength).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
