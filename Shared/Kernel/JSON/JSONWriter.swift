/// Writes JSON by hand: compact, in UTF-8, from front to back into one buffer.
///
/// For the documents that services write thousands of times a second; all else is `Encodable`.
/// The text has to be the one that the encoder with sorted keys makes of the same value, because
/// fingerprints are kept for ever: so members are written in the order of the bytes of their names.
@usableFromInline
package struct JSONWriter {
    /// As much as there is room for; only the first ``count`` have been written.
    private var buffer: [UInt8]
    private var count = 0

    /// - Parameter capacity: Bytes to make room for at first, at least one.
    @usableFromInline
    package init(capacity: Int = 1_024) {
        self.buffer = [UInt8](repeating: 0, count: capacity)
    }

    /// The text of one value.
    @inlinable
    package static func bytes(of value: some JSONWritable) -> [UInt8] {
        var json = JSONWriter()
        value.write(to: &json)
        return json.finished()
    }

    /// What was written.
    @usableFromInline
    package consuming func finished() -> [UInt8] {
        self.buffer.removeLast(self.buffer.count - self.count)
        return self.buffer
    }

    /// - Parameter members: Writes the members, in the order of the bytes of their names.
    @inlinable
    package mutating func object(_ members: (inout JSONWriter) -> Void) {
        self.append(UInt8(ascii: "{"))
        members(&self)
        self.append(UInt8(ascii: "}"))
    }

    @inlinable
    package mutating func array(_ elements: [some JSONWritable]) {
        self.append(UInt8(ascii: "["))
        for element in elements {
            self.separate()
            element.write(to: &self)
        }
        self.append(UInt8(ascii: "]"))
    }

    @inlinable
    package mutating func member(_ name: StaticString, _ value: some JSONWritable) {
        self.begin(name)
        value.write(to: &self)
    }

    /// Leaves out a member without a value, as synthesized encoders do.
    @inlinable
    package mutating func member(_ name: StaticString, _ value: (some JSONWritable)?) {
        guard let value else { return }
        self.begin(name)
        value.write(to: &self)
    }

    /// - Parameter name: Has no character that is escaped.
    @usableFromInline
    mutating func begin(_ name: StaticString) {
        self.fill(upTo: name.utf8CodeUnitCount + 4) { text, start in
            let start = Self.separate(&text, at: start)
            text[start] = UInt8(ascii: "\"")
            let end = text.copy(name, at: start + 1)
            text[end] = UInt8(ascii: "\"")
            text[end + 1] = UInt8(ascii: ":")
            return end + 2
        }
    }

    /// Begins a member whose name is not known beforehand.
    @usableFromInline
    mutating func begin(_ name: String) {
        self.separate()
        self.append(name)
        self.append(UInt8(ascii: ":"))
    }

    /// Puts a comma after the member or element before this one, if there is one.
    @usableFromInline
    mutating func separate() {
        self.fill(upTo: 1) { text, start in Self.separate(&text, at: start) }
    }

    /// The same where there is room for it; returns where it ends.
    @inline(__always)
    private static func separate(_ text: inout MutableSpan<UInt8>, at start: Int) -> Int {
        guard start > 0 else { return start }
        switch text[start - 1] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return start
        default:
            text[start] = UInt8(ascii: ",")
            return start + 1
        }
    }

    @usableFromInline
    mutating func append(_ byte: UInt8) {
        self.fill(upTo: 1) { text, start in
            text[start] = byte
            return start + 1
        }
    }

    /// Makes room for `limit` bytes and lets them be written.
    ///
    /// - Parameter write: Is told where to begin, and returns where it ended.
    @inline(__always)
    mutating func fill(upTo limit: Int, _ write: (inout MutableSpan<UInt8>, Int) -> Int) {
        if self.buffer.count - self.count < limit { self.grow(by: limit) }
        let start = self.count
        var text = self.buffer.mutableSpan
        self.count = write(&text, start)
    }

    @inline(never)
    private mutating func grow(by count: Int) {
        let growth = max(self.buffer.count, count)
        self.buffer.append(contentsOf: repeatElement(0, count: growth))
    }
}
