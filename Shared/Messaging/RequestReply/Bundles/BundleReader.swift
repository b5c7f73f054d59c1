import FoundationEssentials

/// Reads what ``BundleWriter`` writes, and believes no length before it has seen as many bytes.
struct BundleReader {
    private let bytes: [UInt8]
    /// What has not been read.
    private(set) var rest: Range<Int>

    init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
        self.bytes = bytes
        self.rest = range ?? bytes.indices
    }

    /// Where the next `count` bytes are.
    mutating func range(_ count: Int) throws(BundleError) -> Range<Int> {
        guard count >= 0, count <= self.rest.count else { throw .truncated }
        let range = self.rest.lowerBound..<(self.rest.lowerBound + count)
        self.rest = range.upperBound..<self.rest.upperBound
        return range
    }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
        _ type: Number.Type = Number.self
    ) throws(BundleError) -> Number {
        let range = try self.range(Number.bitWidth / 8)
        var number: UInt64 = 0
        for byte in self.bytes[range] { number = number << 8 | UInt64(byte) }
        return Number(truncatingIfNeeded: number)
    }

    /// Where the bytes are that follow their length.
    mutating func block() throws(BundleError) -> Range<Int> {
        let count = try self.number(UInt32.self)
        return try self.range(Int(count))
    }

    mutating func id() throws(BundleError) -> UUID {
        let bytes = self.bytes[try self.range(16)]
        var id: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &id) { unsafe $0.copyBytes(from: bytes) }
        return UUID(uuid: id)
    }

    mutating func text(_ name: String) throws(BundleError) -> String {
        let range = try self.block()
        guard let text = String(validating: self.bytes[range], as: UTF8.self) else {
            throw .malformed(name)
        }
        return text
    }

    /// A number of things, of which there is a limit.
    mutating func count(_ name: String, atMost limit: Int) throws(BundleError) -> Int {
        let count = Int(try self.number(UInt16.self))
        guard count <= limit else { throw .malformed(name) }
        return count
    }

    mutating func pairs(_ name: String) throws(BundleError) -> [BundledPair] {
        let count = try self.count(name, atMost: BundleFormat.maximumPairs)
        guard count > 0 else { return [] }
        var pairs: [BundledPair] = []
        // Each takes eight bytes at least, so that a lie about their number costs nothing.
        pairs.reserveCapacity(min(count, self.rest.count / 8))
        for _ in 0..<count {
            pairs.append(BundledPair(try self.text(name), try self.text(name)))
        }
        return pairs
    }

    /// All that is left.
    mutating func remainder() -> [UInt8] {
        defer { self.rest = self.rest.upperBound..<self.rest.upperBound }
        return Array(self.bytes[self.rest])
    }

    /// Reads the version that begins every bundle.
    mutating func version() throws(BundleError) {
        let version = try self.number(UInt8.self)
        guard version == BundleFormat.version else { throw .version(version) }
    }

    /// Refuses bytes that nothing has announced.
    func end() throws(BundleError) {
        guard self.rest.isEmpty else { throw .overlong }
    }
}
