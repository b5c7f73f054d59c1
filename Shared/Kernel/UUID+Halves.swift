import FoundationEssentials

extension UUID {
    /// The bytes as two big-endian numbers, which are compared and hashed faster than bytes.
    var halves: (head: UInt64, tail: UInt64) {
        unsafe withUnsafeBytes(of: self.uuid) { bytes in
            unsafe (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// Puts two big-endian halves together.
    init(head: UInt64, tail: UInt64) {
        let halves = (head.bigEndian, tail.bigEndian)
        self = unsafe withUnsafeBytes(of: halves) { bytes in
            unsafe UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
        }
    }
}
