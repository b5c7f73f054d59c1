package import FoundationEssentials

extension JSONReader {
    @usableFromInline
    package mutating func text() throws -> String {
        try self.take(UInt8(ascii: "\""))
        let start = self.position
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            if byte == UInt8(ascii: "\\") { return try self.escapedText(from: start) }
            guard byte >= 0x20 else { throw JSONMisfit() }
            self.position += 1
            if byte == UInt8(ascii: "\"") { return try self.text(start..<self.position - 1) }
        }
        throw JSONMisfit()
    }

    package mutating func bool() throws -> Bool {
        self.skipSpace()
        if self.takes(word: "true") { return true }
        guard self.takes(word: "false") else { throw JSONMisfit() }
        return false
    }

    /// A whole number that is written as one.
    package mutating func integer() throws -> Int64 {
        self.skipSpace()
        let start = self.position
        while self.position < self.bytes.count, !self.endsNumber(self.bytes[self.position]) {
            self.position += 1
        }
        let text = self.bytes.span.extracting(start..<self.position)
        let first = !text.isEmpty && text[0] == UInt8(ascii: "-") ? 1 : 0
        // RFC 8259, section 6: a zero stands in front of no other digit.
        guard first + 1 >= text.count || text[first] != UInt8(ascii: "0"),
            let value = FixedPoint.parse(text, decimals: 0)
        else { throw JSONMisfit() }
        return value
    }

    /// A decimal in a string, in units of `10^-decimals`.
    mutating func decimal(_ decimals: Int) throws -> Int64 {
        let text = try self.plainString()
        guard let value = FixedPoint.parse(self.bytes.span.extracting(text), decimals: decimals)
        else { throw JSONMisfit() }
        return value
    }

    package mutating func uuid() throws -> UUID {
        let (head, tail) = try self.halves()
        return UUID(head: head, tail: tail)
    }

    /// The two halves of a UUID.
    mutating func halves() throws -> (head: UInt64, tail: UInt64) {
        try self.take(UInt8(ascii: "\""))
        let end = self.position + UUID.textLength
        guard end < self.bytes.count, self.bytes[end] == UInt8(ascii: "\""),
            let halves = UUID.halves(of: self.bytes.span.extracting(self.position..<end))
        else { throw JSONMisfit() }
        self.position = end + 1
        return halves
    }

    /// Where a string without escapes stands, which has not been found to be UTF-8 yet.
    mutating func plainString() throws -> Range<Int> {
        try self.take(UInt8(ascii: "\""))
        let start = self.position
        let end = try self.endOfPlainString(from: start)
        self.position = end + 1
        return start..<end
    }

    private func endOfPlainString(from start: Int) throws -> Int {
        let bytes = self.bytes.span
        for index in start..<bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { return index }
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { throw JSONMisfit() }
        }
        throw JSONMisfit()
    }

    func text(_ range: Range<Int>) throws -> String {
        guard let text = String(validating: self.bytes.span.extracting(range)) else {
            throw JSONMisfit()
        }
        return text
    }

    /// The rest of a string, from the first backslash; the characters named by numbers are rare.
    private mutating func escapedText(from start: Int) throws -> String {
        var text = Array(self.bytes[start..<self.position])
        while self.position < self.bytes.count {
            let byte = self.bytes[self.position]
            guard byte >= 0x20 else { throw JSONMisfit() }
            self.position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: text.span) else { throw JSONMisfit() }
                return text
            case UInt8(ascii: "\\"):
                guard self.position < self.bytes.count,
                    let byte = JSONEscape.byte(of: self.bytes[self.position])
                else { throw JSONMisfit() }
                text.append(byte)
                self.position += 1
            default: text.append(byte)
            }
        }
        throw JSONMisfit()
    }

    private mutating func takes(word: StaticString) -> Bool {
        let end = self.position + word.utf8CodeUnitCount
        guard end <= self.bytes.count else { return false }
        for index in self.position..<end
        where unsafe self.bytes[index] != word.utf8Start[index - self.position] {
            return false
        }
        self.position = end
        return true
    }

    /// What may follow a value.
    private func endsNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: true
        default: false
        }
    }
}
