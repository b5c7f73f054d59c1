extension [UInt8] {
    @inlinable
    mutating func append(bigEndian value: some FixedWidthInteger) {
        unsafe Swift.withUnsafeBytes(of: value.bigEndian) { bytes in
            unsafe self.append(contentsOf: bytes)
        }
    }

    /// Overwrites the bytes from `offset` on.
    @inlinable
    mutating func replace(at offset: Int, bigEndian value: Int32) {
        let bits = UInt32(bitPattern: value)
        self[offset] = UInt8(truncatingIfNeeded: bits >> 24)
        self[offset + 1] = UInt8(truncatingIfNeeded: bits >> 16)
        self[offset + 2] = UInt8(truncatingIfNeeded: bits >> 8)
        self[offset + 3] = UInt8(truncatingIfNeeded: bits)
    }
}

extension Span<UInt8> {
    /// Reads an integer; the caller has checked that the bytes are there.
    func bigEndian<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Value {
        var value: Value = 0
        for index in offset..<offset + Value.bitWidth / 8 {
            value = value << 8 | Value(truncatingIfNeeded: self[index])
        }
        return value
    }

    /// Reads an integer that fills the span; `nil` where the lengths differ.
    func wholeBigEndian<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
        self.count == Value.bitWidth / 8 ? self.bigEndian(type, at: 0) : nil
    }
}
