extension Duration {
    /// Whole milliseconds, as settings and headers count them; what is less is cut off.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = self.components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
