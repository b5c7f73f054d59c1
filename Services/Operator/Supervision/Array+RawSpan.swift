extension [UInt8] {
    /// A copy of `bytes`, which are gone when their owner is.
    init(copying bytes: borrowing RawSpan) {
        self = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
}
