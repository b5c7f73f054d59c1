/// A source to be registered.
struct SourceDraft: Encodable, Sendable {
    let name: String
    let displayName: String
    /// The code of a location.
    let location: String
    let nonStockCodes: [String]

    /// The most patterns that a source carries.
    static let maximumNonStockCodes = 500

    /// Whether `name` can be that of a source: a word of a routing key, and a broker user.
    static func isName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "_")
            }
    }
}
