extension SaleRowParser {
    /// The text without the space around it; within, every byte counts.
    static func word(_ text: String, maximumLength: Int) -> String? {
        let head = text.drop(while: \.isWhitespace)
        let word = String(head.reversed().drop(while: \.isWhitespace).reversed())
        let isPrintable = word.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        return isPrintable && (1...maximumLength).contains(word.count) ? word : nil
    }

    static func quantity(_ text: String) -> Int64? {
        guard let number = Int64(text), number.magnitude <= maximumQuantity.magnitude else {
            return nil
        }
        return number
    }

    /// The decimal as it is written.
    static func price(_ text: String) -> String? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...12).contains(parts[0].utf8.count),
            parts.dropFirst().allSatisfy({ (1...6).contains($0.utf8.count) }),
            parts.joined().utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return text
    }
}
