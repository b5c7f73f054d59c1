/// How the characters are written that a string of JSON cannot have (RFC 8259, section 7).
package enum JSONEscape {
    /// Of the escape of one byte, such as `\u001f`.
    static let maximumLength = 6

    @inline(__always)
    static func isNeeded(by byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    static func isNeeded(in text: Span<UInt8>) -> Bool {
        unsafe text.withUnsafeBufferPointer { bytes in
            // Without a way out in between, so that many bytes are compared at once.
            var isNeeded = false
            for index in bytes.indices {
                isNeeded = unsafe Self.isNeeded(by: bytes[index]) || isNeeded
            }
            return isNeeded
        }
    }

    /// Appends a text with its escapes, without quotes around it.
    package static func append(_ string: String, to bytes: inout [UInt8]) {
        let text = string.utf8.span
        guard Self.isNeeded(in: text) else {
            bytes.append(contentsOf: string.utf8)
            return
        }
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.maximumLength * text.count))
        var room = bytes.mutableSpan
        let end = Self.write(text, to: &room, at: start)
        bytes.removeLast(bytes.count - end)
    }

    /// Writes a text with its escapes; returns where it ends.
    static func write(
        _ string: Span<UInt8>,
        to text: inout MutableSpan<UInt8>,
        at start: Int
    ) -> Int {
        var end = start
        for index in string.indices {
            if Self.isNeeded(by: string[index]) {
                end = Self.write(string[index], to: &text, at: end)
            } else {
                text[end] = string[index]
                end += 1
            }
        }
        return end
    }

    /// Writes the escape of a byte; returns where it ends.
    private static func write(
        _ byte: UInt8,
        to text: inout MutableSpan<UInt8>,
        at start: Int
    ) -> Int {
        text[start] = UInt8(ascii: "\\")
        if let letter = Self.letter(of: byte) {
            text[start + 1] = letter
            return start + 2
        }
        text[start + 1] = UInt8(ascii: "u")
        text[start + 2] = UInt8(ascii: "0")
        text[start + 3] = UInt8(ascii: "0")
        Hexadecimal.write(byte, to: &text, at: start + 4)
        return start + 6
    }

    /// What stands behind the backslash for the bytes that have a short form.
    private static func letter(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: nil
        }
    }

    /// The byte that a short form stands for, by what is behind its backslash.
    static func byte(of letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "r"): 0x0D
        default: nil
        }
    }
}
