/// What a process, or a process with its children, has used.
struct ProcessUsage: Hashable, Sendable {
    /// Since it started; of children that have ended, too.
    var cpuSeconds = 0.0
    /// Pages in memory; pages that processes share count for each of them.
    var residentBytes = 0
    /// Shared pages divided among those that share them; `nil` where the kernel does not tell us.
    var proportionalBytes: Int?

    static func + (left: Self, right: Self) -> Self {
        Self(
            cpuSeconds: left.cpuSeconds + right.cpuSeconds,
            residentBytes: left.residentBytes + right.residentBytes,
            proportionalBytes: left.proportionalBytes.flatMap { bytes in
                right.proportionalBytes.map { bytes + $0 }
            }
        )
    }
}
