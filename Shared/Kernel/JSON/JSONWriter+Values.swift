package import FoundationEssentials

extension JSONWriter {
    package mutating func appendNull() {
        self.append(word: "null")
    }

    package mutating func append(_ value: Bool) {
        self.append(word: value ? "true" : "false")
    }

    private mutating func append(word: StaticString) {
        self.fill(upTo: word.utf8CodeUnitCount) { text, start in text.copy(word, at: start) }
    }

    package mutating func append(_ value: Int64) {
        self.fill(upTo: Decimal.maximumLength) { text, start in
            Decimal.write(value, to: &text, at: start)
        }
    }

    mutating func append(_ value: UInt64) {
        self.fill(upTo: Decimal.maximumLength) { text, start in
            Decimal.write(value, to: &text, at: start)
        }
    }

    /// Appends a string, escaping what has to be (RFC 8259, section 7) and nothing else.
    @usableFromInline
    package mutating func append(_ string: String) {
        let bytes = string.utf8.span
        guard JSONEscape.isNeeded(in: bytes) else {
            self.appendString(upTo: bytes.count) { text, start in
                text.copy(bytes, at: start)
            }
            return
        }
        self.appendString(upTo: JSONEscape.maximumLength * bytes.count) { text, start in
            JSONEscape.write(bytes, to: &text, at: start)
        }
    }

    /// Appends a string of the hyphenated form in lower case.
    package mutating func append(_ value: UUID) {
        self.appendString(upTo: UUID.textLength) { text, start in
            value.write(to: &text, at: start)
        }
    }

    /// Appends a string that `write` puts between its quotes.
    @inline(__always)
    mutating func appendString(
        upTo limit: Int,
        _ write: (inout MutableSpan<UInt8>, Int) -> Int
    ) {
        self.fill(upTo: limit + 2) { text, start in
            text[start] = UInt8(ascii: "\"")
            let end = write(&text, start + 1)
            text[end] = UInt8(ascii: "\"")
            return end + 1
        }
    }
}
