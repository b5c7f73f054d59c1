import Kernel

/// The one form of a record that is hashed and signed.
///
/// A version, the kind of the record, and then its fields: each a tag, a length and as many bytes.
/// A field without a value is left out, which an empty one is not, so no two different records have
/// the same form. Whatever is changed here needs another version: what was sealed stays sealed.
struct CanonicalEncoding {
    /// What is encoded; a number is never given to another kind.
    enum Kind: UInt8 {
        case movement = 1
        case block = 2
        case checkpoint = 3
        case key = 4
        case totals = 5
        case evidence = 6
        case entry = 7
    }

    private static let version: UInt8 = 1

    private(set) var bytes: [UInt8]

    /// As long as most movements are, in bytes.
    private static let usualLength = 640

    init(_ kind: Kind) {
        self.bytes = []
        self.bytes.reserveCapacity(Self.usualLength)
        self.bytes += [Self.version, kind.rawValue]
    }

    mutating func add(_ tag: UInt8, _ value: [UInt8]) {
        self.bytes.append(tag)
        self.append(UInt32(value.count))
        self.bytes += value
    }

    mutating func add(_ tag: UInt8, _ value: String?) {
        guard let value else { return }
        self.add(tag, Array(value.utf8))
    }

    mutating func add(_ tag: UInt8, _ value: SealedID?) {
        guard let value else { return }
        self.bytes.append(tag)
        self.append(UInt32(16))
        self.append(value.head)
        self.append(value.tail)
    }

    mutating func add(_ tag: UInt8, _ value: Int64) {
        self.bytes.append(tag)
        self.append(UInt32(8))
        self.append(UInt64(bitPattern: value))
    }

    mutating func add(_ tag: UInt8, _ value: Timestamp) {
        self.add(tag, value.microseconds)
    }

    mutating func add(_ tag: UInt8, _ value: SealHash) {
        self.add(tag, value.bytes)
    }

    /// Big-endian.
    private mutating func append(_ number: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            self.bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
