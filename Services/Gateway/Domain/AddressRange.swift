/// All addresses that begin alike, as CIDR writes them: `10.0.0.0/8` (RFC 4632, section 3.1).
package struct AddressRange: Hashable, Sendable {
    private let start: IPAddress
    /// How many leading bits are alike.
    private let length: Int

    /// Reads a range, or one address; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let start = parts.first.flatMap({ IPAddress($0) }) else { return nil }
        self.start = start
        let bits = start.bytes.count * 8
        guard parts.count == 2 else {
            self.length = bits
            return
        }
        guard let length = Int(parts[1]), (0...bits).contains(length) else { return nil }
        self.length = length
    }

    package func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == self.start.bytes.count else { return false }
        return zip(address.bytes, self.start.bytes).enumerated().allSatisfy { index, pair in
            let bits = min(8, max(0, self.length - index * 8))
            return (pair.0 ^ pair.1) >> UInt8(8 - bits) == 0
        }
    }
}
