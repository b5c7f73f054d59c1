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
        return Self.write(head: head, tail: tail, to: &text, at: start)
    }

    /// Writes the hyphenated form of two halves; returns where it ends.
    static func write(
        head: UInt64,
        tail: UInt64,
        to text: inout MutableSpan<UInt8>,
        at start: Int
    ) -> Int {
        let version = Hexadecimal.digits(UInt32(truncatingIfNeeded: head))
        let variant = Hexadecimal.digits(UInt32(truncatingIfNeeded: tail >> 32))
        let (hyphen, half) = (UInt8(ascii: "-"), 32 as UInt64)
        text.store(Hexadecimal.digits(UInt32(truncatingIfNeeded: head >> half)), at: start)
        text[start + 8] = hyphen
        text.store(UInt32(truncatingIfNeeded: version >> half), at: start + 9)
        text[start + 13] = hyphen
        text.store(UInt32(truncatingIfNeeded: version), at: start + 14)
        text[start + 18] = hyphen
        text.store(UInt32(truncatingIfNeeded: variant >> half), at: start + 19)
        text[start + 23] = hyphen
        text.store(UInt32(truncatingIfNeeded: variant), at: start + 24)
        text.store(Hexadecimal.digits(UInt32(truncatingIfNeeded: tail)), at: start + 28)
        return start + Self.textLength
    }

    /// Reads the hyphenated form in either case; `nil` for anything else.
    package init?(text: String) {
        guard let (head, tail) = Self.halves(of: text.utf8.span) else { return nil }
        self.init(head: head, tail: tail)
    }

    /// The two halves of a text in UTF-8.
    static func halves(of text: Span<UInt8>) -> (head: UInt64, tail: UInt64)? {
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
        return all < Hexadecimal.notDigit ? (head, tail) : nil
    }

    /// Whether a hyphen stands in front of a byte.
    private static func isAfterHyphen(_ index: Int) -> Bool {
        index == 4 || index == 6 || index == 8 || index == 10
    }
}
