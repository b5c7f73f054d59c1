import FoundationEssentials

/// Writes the values of which bundles consist: numbers with the highest byte first, and texts after
/// their length.
struct BundleWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
        self.bytes.reserveCapacity(capacity)
    }

    mutating func write(_ number: some FixedWidthInteger) {
        var number = number.bigEndian
        unsafe withUnsafeBytes(of: &number) { unsafe self.bytes.append(contentsOf: $0) }
    }

    mutating func write(_ id: UUID) {
        unsafe withUnsafeBytes(of: id.uuid) { unsafe self.bytes.append(contentsOf: $0) }
    }

    /// Writes bytes whose number the reader knows.
    mutating func write(raw bytes: some Collection<UInt8>) {
        self.bytes.append(contentsOf: bytes)
    }

    mutating func write(_ text: String) {
        self.write(UInt32(text.utf8.count))
        self.bytes.append(contentsOf: text.utf8)
    }

    mutating func write(_ pairs: [BundledPair]) {
        self.write(UInt16(pairs.count))
        for pair in pairs {
            self.write(pair.name)
            self.write(pair.value)
        }
    }
}

extension BundledPair {
    /// How many bytes some pairs take.
    static func size(of pairs: [BundledPair]) -> Int {
        pairs.reduce(2) { $0 + 8 + $1.name.utf8.count + $1.value.utf8.count }
    }
}
