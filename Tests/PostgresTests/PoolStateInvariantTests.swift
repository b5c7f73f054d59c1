import Kernel
import Testing

@testable import Postgres

/// Any order of events, against what must always hold.
struct PoolStateInvariantTests {
    private struct Simulation {
        var state = PoolState<Int, Int>(
            limits: PoolLimits(maximumConnections: 3, maximumWaiters: 5)
        )
        var random: SeededGenerator
        var now = ContinuousClock.now
        var held: [PoolLease<Int>] = []
        var waiting: [Int] = []
        var lastWaiter = 0
        var lastConnection = 0

        init(seed: UInt64) {
            self.random = SeededGenerator(seed: seed)
        }

        mutating func step() {
            self.now += .milliseconds(Int.random(in: 0...50, using: &self.random))
            switch Int.random(in: 0..<6, using: &self.random) {
            case 0, 1: self.arrive()
            case 2: self.giveBack()
            case 3: self.finishOpening()
            case 4: self.giveUp()
            default: _ = self.state.retireIdle(now: self.now)
            }
            while self.state.claimOpening(now: self.now) != nil {}
        }

        private mutating func arrive() {
            self.lastWaiter += 1
            let acquisition = self.state.acquire(
                self.lastWaiter,
                self.lastWaiter,
                until: self.now + .seconds(1),
                now: self.now
            )
            switch acquisition {
            case .leased(let lease): self.held.append(lease)
            case .waiting: self.waiting.append(self.lastWaiter)
            case .refused(let refusal): #expect(refusal == .tooManyWaiters)
            }
        }

        private mutating func giveBack() {
            guard let index = self.held.indices.randomElement(using: &self.random) else { return }
            let lease = self.held.remove(at: index)
            let isReusable = Bool.random(using: &self.random)
            self.note(self.state.release(lease, isReusable: isReusable, now: self.now), lease)
        }

        private mutating func finishOpening() {
            guard self.state.opening > 0 else { return }
            if Bool.random(using: &self.random) { return self.state.failedToOpen(now: self.now) }
            self.lastConnection += 1
            let lifetime = Int.random(in: 0...500, using: &self.random)
            let lease = PoolLease(
                connection: self.lastConnection,
                retireAt: self.now + .milliseconds(lifetime)
            )
            self.note(self.state.opened(lease), lease)
        }

        private mutating func giveUp() {
            guard let id = self.waiting.randomElement(using: &self.random) else { return }
            #expect(self.state.remove(id) == id)
            self.waiting.removeAll { $0 == id }
        }

        private mutating func note(
            _ placement: PoolState<Int, Int>.Placement,
            _ lease: PoolLease<Int>
        ) {
            guard let waiter = placement.waiter else { return }
            #expect(waiter == self.waiting.first)
            self.waiting.removeFirst()
            self.held.append(lease)
        }
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `limits hold, nobody is forgotten and nothing is used twice`(seed: UInt64) {
        var simulation = Simulation(seed: seed)
        for _ in 0..<500 {
            simulation.step()
            let state = simulation.state
            #expect(state.opening + state.idle.count + state.leased <= 3)
            #expect(state.idle.isEmpty || state.waiters.isEmpty)
            #expect(state.waiters.map(\.id) == simulation.waiting)
            #expect(state.leased == simulation.held.count)
            let connections = (state.idle + simulation.held).map(\.connection)
            #expect(Set(connections).count == connections.count)
            // Whoever waits has a connection coming, or one in use that will be given back.
            #expect(state.waiters.isEmpty || state.opening + state.leased > 0)
        }
    }
}
