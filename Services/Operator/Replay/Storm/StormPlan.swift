import Kernel

/// The blows of a storm: everything that can happen to everything, once, as a seed decides.
struct StormPlan: Hashable, Sendable {
    static let pauses: ClosedRange<Int64> = 0...3_000
    /// Longer than heartbeats, statements and requests may take, and shorter.
    static let freezes: ClosedRange<Int64> = 500...20_000

    let seed: UInt64
    let blows: [StormBlow]

    /// - Parameter distant: Servers that run elsewhere, whose processes cannot be reached.
    init(seed: UInt64, distant: Set<StormTarget> = []) {
        var generator = SeededGenerator(seed: seed)
        var blows: [StormBlow] = []
        for target in StormTarget.all {
            let freeze = Int64.random(in: Self.freezes, using: &generator)
            for kind in [.kill, .freeze(.milliseconds(freeze)), .cutOff] as [StormBlow.Kind] {
                let pause = Int64.random(in: Self.pauses, using: &generator)
                guard kind == .cutOff || !distant.contains(target) else { continue }
                blows.append(
                    StormBlow(target: target, kind: kind, pause: .milliseconds(pause))
                )
            }
        }
        self.seed = seed
        self.blows = blows.shuffled(using: &generator)
    }

    /// So many a second that `count` messages are under way for about as long as the storm.
    func rate(of count: Int) -> Int {
        let duration = self.blows.reduce(Duration.zero) { sum, blow in
            if case .freeze(let freeze) = blow.kind { return sum + blow.pause + freeze }
            return sum + blow.pause
        }
        return max(1, duration.rate(of: count))
    }
}
