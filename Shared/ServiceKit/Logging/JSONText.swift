import Kernel

/// Text that becomes part of a JSON document.
enum JSONText {
    /// `text` in quotes, with every character escaped that JSON, a terminal or a line-based log
    /// reader could trip over.
    ///
    /// RFC 8259, section 7 asks for quotes, backslashes and U+0000 to U+001F; DEL, the C1 controls
    /// and the line separators U+2028 and U+2029 are escaped as well.
    static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: self.needsEscape) else { return "\"\(text)\"" }
        var escaped = "\""
        for scalar in text.unicodeScalars {
            if self.needsEscape(scalar) {
                escaped += self.escape(scalar)
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped + "\""
    }

    private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x22, 0x5C, 0x7F..<0xA0, 0x2028, 0x2029: true
        default: false
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default:
            "\\u" + Hexadecimal.text([UInt8(scalar.value >> 8), UInt8(scalar.value & 0xFF)])
        }
    }
}
