extension MutableSpan<UInt8> {
    /// Copies bytes to where `start` says; returns where they end.
    @inline(__always)
    mutating func copy(_ bytes: Span<UInt8>, at start: Int) -> Int {
        unsafe bytes.withUnsafeBytes { source in unsafe self.copy(source, at: start) }
    }

    /// Copies a text in UTF-8.
    @inline(__always)
    mutating func copy(_ text: StaticString, at start: Int) -> Int {
        unsafe self.copy(
            UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount),
            at: start
        )
    }

    private mutating func copy(_ source: UnsafeRawBufferPointer, at start: Int) -> Int {
        let end = start + source.count
        precondition(start >= 0 && end <= self.count, "there is room for what is copied")
        unsafe self.withUnsafeMutableBytes { bytes in
            unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end])
                .copyMemory(from: source)
        }
        return end
    }

    /// Stores the bytes of a number, the most significant first.
    @inline(__always)
    mutating func store(_ number: some FixedWidthInteger, at start: Int) {
        let end = start + number.bitWidth / 8
        precondition(start >= 0 && end <= self.count, "there is room for what is stored")
        unsafe self.withUnsafeMutableBytes { bytes in
            unsafe Swift.withUnsafeBytes(of: number.bigEndian) { number in
                unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end])
                    .copyMemory(from: number)
            }
        }
    }
}
