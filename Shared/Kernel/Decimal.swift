/// Whole numbers in decimal digits.
enum Decimal {
    /// Of any number of 64 bits, with its sign.
    static let maximumLength = 20

    /// Writes a number; returns where it ends.
    static func write(_ value: Int64, to text: inout MutableSpan<UInt8>, at start: Int) -> Int {
        guard value < 0 else { return Self.write(value.magnitude, to: &text, at: start) }
        text[start] = UInt8(ascii: "-")
        return Self.write(value.magnitude, to: &text, at: start + 1)
    }

    /// - Parameter width: Digits at least, with zeros in front.
    static func write(
        _ value: UInt64,
        width: Int = 1,
        to text: inout MutableSpan<UInt8>,
        at start: Int
    ) -> Int {
        var length = 1
        var rest = value / 10
        while rest > 0 {
            length += 1
            rest /= 10
        }
        let end = start + max(length, width)
        rest = value
        for index in stride(from: end - 1, through: start, by: -1) {
            text[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        return end
    }

    /// The value of a digit; `nil` for another character.
    static func digit(_ byte: UInt8) -> Int64? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            ? Int64(byte - UInt8(ascii: "0")) : nil
    }
}

extension String {
    /// A text of ASCII characters.
    ///
    /// - Parameters:
    ///   - limit: How many it has at most.
    ///   - write: Is told where to begin, and returns where it ended.
    init(upTo limit: Int, _ write: (inout MutableSpan<UInt8>, Int) -> Int) {
        var bytes = [UInt8](repeating: 0, count: limit)
        var text = bytes.mutableSpan
        let count = write(&text, 0)
        self.init(decoding: bytes[..<count], as: UTF8.self)
    }
}
