/// One thing that a storm does.
struct StormBlow: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Ends every process of the target without a warning (SIGKILL).
        case kill
        /// Stops every process of the target (SIGSTOP) and lets it go on after a while (SIGCONT).
        case freeze(Duration)
        /// Closes every connection of the target from the other side.
        case cutOff
    }

    let target: StormTarget
    let kind: Kind
    /// How long it is quiet before.
    let pause: Duration
}

extension StormBlow: CustomStringConvertible {
    var description: String {
        switch self.kind {
        case .kill: "kill -9 \(self.target.name)"
        case .freeze(let duration): "freeze \(self.target.name) for \(duration.tenths) s"
        case .cutOff: "cut off \(self.target.name)"
        }
    }
}
