extension Duration {
    /// Seconds with one decimal, for people.
    var tenths: String {
        let tenths =
            (self.components.seconds * 10)
            + self.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// So many of something a second.
    func rate(of count: Int) -> Int {
        let (seconds, attoseconds) = self.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        return milliseconds > 0 ? count * 1_000 / Int(milliseconds) : count
    }
}
