/// An address of the Internet Protocol, version 4 or 6, without a zone.
///
/// One of version 4 that is mapped into version 6 is the same as itself (RFC 4291, section 2.5.5.2).
package struct IPAddress: Hashable, Sendable {
    /// Four or sixteen, the most significant first.
    package let bytes: [UInt8]

    /// Reads dotted decimals, or groups of hexadecimal digits (RFC 4291, section 2.2).
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard let bytes = Self.version4(text) ?? Self.version6(text) else { return nil }
        let isMapped = bytes.count == 16 && bytes.starts(with: Self.mapping)
        self.bytes = isMapped ? Array(bytes.suffix(4)) : bytes
    }

    private static let mapping: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]

    private static func version4(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part in
            part.count <= 3 && part.utf8.allSatisfy(Self.isDigit) ? UInt8(part) : nil
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func version6(_ text: String) -> [UInt8]? {
        let sides = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let groups = sides.compactMap { Self.groups($0, isLast: $0.endIndex == text.endIndex) }
        guard groups.count == sides.count, let head = groups.first else { return nil }
        guard groups.count == 2 else { return head.count == 16 ? head : nil }
        let gap = 16 - head.count - groups[1].count
        return gap >= 2 ? head + Array(repeating: 0, count: gap) + groups[1] : nil
    }

    /// The bytes of one side of `::`; the last four of an address may be dotted decimals.
    private static func groups(_ text: Substring, isLast: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            if isLast, part.endIndex == text.endIndex, let decimal = Self.version4(part) {
                bytes += decimal
            } else {
                guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
