import NIOHTTP1

/// The headers of a request.
struct RequestHeaders: Sendable {
    private let fields: HTTPHeaders

    init(_ fields: HTTPHeaders) {
        self.fields = fields
    }

    /// The value of a header; several are joined as RFC 9110, section 5.3, has it.
    func value(of name: HeaderName) -> String? {
        let values = self.values(of: name)
        return values.count > 1 ? values.joined(separator: ", ") : values.first
    }

    /// The values of all headers of a name, in their order.
    func values(of name: HeaderName) -> [String] { self.fields[name.text] }

    /// The value of the first cookie of a name (RFC 6265, section 4.2.1).
    func cookie(named name: String) -> String? {
        for header in self.values(of: .cookie) {
            for part in header.split(separator: ";") {
                let sides = part.split(
                    separator: "=",
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                guard sides.count == 2, sides[0].drop(while: \.isWhitespace) == name else {
                    continue
                }
                return String(sides[1])
            }
        }
        return nil
    }
}
