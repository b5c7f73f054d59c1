package import FoundationEssentials

/// Foundation reads and writes UUIDs by `sscanf` and `snprintf`, which takes as long as much of the
/// rest of a small request.
extension UUID {
    /// The hyphenated form in lower case, as RFC 9562, section 4 asks.
    package var text: String {
        var text: [UInt8] = []
        text.reserveCapacity(Self.textLength)
        for byte in self.bytes {
            if Self.hyphens.contains(text.count) { text.append(UInt8(ascii: "-")) }
            Hexadecimal.append(byte, to: &text)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the hyphenated form in either case; `nil` for anything else.
    package init?(text: String) {
        let text = Array(text.utf8)
        guard text.count == Self.textLength else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        var index = 0
        while index < text.count {
            if Self.hyphens.contains(index) {
                guard text[index] == UInt8(ascii: "-") else { return nil }
                index += 1
            } else {
                guard let byte = Hexadecimal.byte(text[index], text[index + 1]) else { return nil }
                bytes.append(byte)
                index += 2
            }
        }
        self.init(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            )
        )
    }

    private static let textLength = 36
    /// Where the hyphens are.
    private static let hyphens = [8, 13, 18, 23]

    private var bytes: [UInt8] {
        let bytes = self.uuid
        return [
            bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5, bytes.6, bytes.7,
            bytes.8, bytes.9, bytes.10, bytes.11, bytes.12, bytes.13, bytes.14, bytes.15,
        ]
    }
}
