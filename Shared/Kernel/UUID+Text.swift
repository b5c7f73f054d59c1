package import FoundationEssentials

/// Foundation reads and writes UUIDs by `sscanf` and `snprintf`, which takes as long as much of the
/// rest of a small request.
extension UUID {
    static let textLength = 36

    /// The hyphenated form in lower case, as RFC 9562, section 4 asks.
    package var text: String {
        String(upTo: Self.textLength) { text, start in self.write(to: &text, at: start) }
    }

    /// Writes the hyphenated form in lower case; returns where it ends.
    func write(to text: inout MutableSpan<UInt8>, at start: Int) -> Int {
        let (head, tail) = self.halves
        var end = start
        for index in 0..<16 {
            if Self.isAfterHyphen(index) {
                text[end] = UInt8(ascii: "-")
                end += 1
            }
            let half = index < 8 ? head : tail
            let byte = UInt8(truncatingIfNeeded: half >> (56 - 8 * UInt64(index & 7)))
            Hexadecimal.write(byte, to: &text, at: end)
            end += 2
        }
        return end
    }

    /// Reads the hyphenated form in either case; `nil` for anything else.
    package init?(text: String) {
        self.init(text: text.utf8.span)
    }

    /// The same of a text in UTF-8.
    init?(text: Span<UInt8>) {
        guard text.count == Self.textLength else { return nil }
        var (head, tail) = (0 as UInt64, 0 as UInt64)
        var next = 0
        var all: UInt8 = 0
        for index in 0..<16 {
            if Self.isAfterHyphen(index) {
                guard text[next] == UInt8(ascii: "-") else { return nil }
                next += 1
            }
            let high = Hexadecimal.value(text[next])
            let low = Hexadecimal.value(text[next + 1])
            next += 2
            all |= high | low
            let byte = UInt64(high << 4 | low)
            if index < 8 { head = head << 8 | byte } else { tail = tail << 8 | byte }
        }
        guard all < Hexadecimal.notDigit else { return nil }
        self.init(head: head, tail: tail)
    }

    /// Whether a hyphen stands in front of a byte.
    private static func isAfterHyphen(_ index: Int) -> Bool {
        index == 4 || index == 6 || index == 8 || index == 10
    }
}
