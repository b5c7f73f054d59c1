import Testing

@testable import Postgres

/// The pool's decisions, without a server and without a clock.
struct PoolStateTests {
    typealias State = PoolState<String, String>

    private static let start = ContinuousClock.now
    private let now = Self.start
    private let later = Self.start + .seconds(1)
    private let far = Self.start + .seconds(3_600)

    private func state(connections: Int = 2, waiters: Int = 10) -> State {
        State(limits: PoolLimits(maximumConnections: connections, maximumWaiters: waiters))
    }

    /// A state in which `names` have been opened and wait for someone.
    private func state(idle names: String..., connections: Int = 2) -> State {
        var state = self.state(connections: connections)
        for id in names.indices { _ = state.acquire(id, "", until: self.far, now: self.now) }
        while state.claimOpening(now: self.now) != nil {}
        for id in names.indices { _ = state.remove(id) }
        for name in names { _ = state.opened(self.lease(name)) }
        return state
    }

    private func lease(_ name: String) -> PoolLease<String> {
        PoolLease(connection: name, retireAt: self.far)
    }

    @Test func `whoever comes first to an empty pool waits for a connection to be made`() {
        var state = self.state()
        #expect(state.leaseIdle() == nil)
        #expect(state.acquire(1, "first", until: self.far, now: self.now).isWaiting)
        #expect(state.claimOpening(now: self.now) == .zero)
        #expect(state.claimOpening(now: self.now) == nil)
        #expect(state.opened(self.lease("a")).waiter == "first")
        #expect(state.leased == 1)
    }

    @Test func `connections are made for those who wait, up to the limit`() {
        var state = self.state(connections: 2)
        for id in 1...5 { _ = state.acquire(id, "\(id)", until: self.far, now: self.now) }
        #expect(state.claimOpening(now: self.now) == .zero)
        #expect(state.claimOpening(now: self.now) == .zero)
        #expect(state.claimOpening(now: self.now) == nil)
        #expect(state.opening == 2)
    }

    @Test func `who waits longest is served first`() {
        var state = self.state(idle: "a", connections: 1)
        let lease = state.leaseIdle()
        for id in 1...3 { _ = state.acquire(id, "\(id)", until: self.far, now: self.now) }
        var served: [String?] = []
        for _ in 1...3 {
            let placement = lease.map { state.release($0, isReusable: true, now: self.now) }
            served.append(placement?.waiter)
        }
        #expect(served == ["1", "2", "3"])
    }

    @Test func `the connection used last is used next`() {
        var state = self.state(idle: "a", "b")
        #expect(state.leaseIdle()?.connection == "b")
    }

    @Test func `who gave up is not served`() {
        var state = self.state()
        _ = state.acquire(1, "first", until: self.far, now: self.now)
        _ = state.acquire(2, "second", until: self.far, now: self.now)
        _ = state.claimOpening(now: self.now)
        #expect(state.remove(1) == "first")
        #expect(state.remove(1) == nil)
        #expect(state.opened(self.lease("a")).waiter == "second")
    }

    @Test func `who was served can not give up`() {
        var state = self.state()
        _ = state.acquire(1, "first", until: self.far, now: self.now)
        _ = state.claimOpening(now: self.now)
        _ = state.opened(self.lease("a"))
        #expect(state.remove(1) == nil)
    }

    @Test func `who comes after the deadline is refused`() {
        var state = self.state()
        let acquisition = state.acquire(1, "late", until: self.now, now: self.later)
        #expect(acquisition.refusal == .tooLate)
        #expect(state.waiters.isEmpty)
    }

    @Test func `a full queue refuses the next`() {
        var state = self.state(waiters: 1)
        _ = state.acquire(1, "first", until: self.far, now: self.now)
        let acquisition = state.acquire(2, "second", until: self.far, now: self.now)
        #expect(acquisition.refusal == .tooManyWaiters)
    }

    @Test func `a broken connection is discarded and one made in its place`() throws {
        var state = self.state(idle: "a", connections: 1)
        let leased = state.leaseIdle()
        let lease = try #require(leased)
        _ = state.acquire(1, "first", until: self.far, now: self.now)
        #expect(state.release(lease, isReusable: false, now: self.now).isDiscarded)
        #expect(state.claimOpening(now: self.now) == .zero)
    }

    @Test func `a connection beyond its lifetime is discarded`() throws {
        var state = self.state(idle: "a")
        let leased = state.leaseIdle()
        let lease = try #require(leased)
        #expect(state.release(lease, isReusable: true, now: self.far).isDiscarded)
        #expect(state.idle.isEmpty)
    }

    @Test func `idle connections beyond their lifetime are retired`() {
        var state = self.state(idle: "a", "b")
        #expect(state.retireIdle(now: self.later) == [])
        #expect(state.retireIdle(now: self.far) == ["a", "b"])
        #expect(state.idle.isEmpty)
    }

    @Test func `while the server is away one attempt is under way, after growing pauses`() {
        var state = self.state(connections: 4)
        for id in 1...4 { _ = state.acquire(id, "\(id)", until: self.far, now: self.now) }
        while state.claimOpening(now: self.now) != nil {}
        for _ in 1...4 { state.failedToOpen(now: self.now) }
        #expect(state.failures == 4)
        #expect(state.claimOpening(now: self.now) == .milliseconds(400))
        #expect(state.claimOpening(now: self.now) == nil)
        #expect(state.opened(self.lease("a")).waiter == "1")
        #expect(state.failures == 0)
        #expect(state.claimOpening(now: self.now) == .zero)
    }

    @Test func `a pause that has passed is not waited for`() {
        var state = self.state()
        _ = state.acquire(1, "first", until: self.far, now: self.now)
        _ = state.claimOpening(now: self.now)
        state.failedToOpen(now: self.now)
        #expect(state.claimOpening(now: self.later) == .zero)
    }

    @Test func `nobody waiting means nothing is opened`() {
        var state = self.state()
        _ = state.acquire(1, "first", until: self.far, now: self.now)
        _ = state.claimOpening(now: self.now)
        _ = state.remove(1)
        state.failedToOpen(now: self.now)
        #expect(state.claimOpening(now: self.later) == nil)
    }

    @Test func `draining refuses everyone and waits for what is in use`() throws {
        var state = self.state(idle: "a", "b", connections: 2)
        let leased = state.leaseIdle()
        let lease = try #require(leased)
        let drained = state.drain()
        #expect(drained.connections == ["a"])
        #expect(!state.isDrained)
        #expect(state.leaseIdle() == nil)
        let acquisition = state.acquire(1, "late", until: self.far, now: self.now)
        #expect(acquisition.refusal == .draining)
        #expect(state.release(lease, isReusable: true, now: self.now).isDiscarded)
        #expect(state.isDrained)
    }

    @Test func `a connection made while draining is discarded`() {
        var state = self.state()
        _ = state.acquire(1, "first", until: self.far, now: self.now)
        _ = state.claimOpening(now: self.now)
        #expect(state.drain().waiters == ["first"])
        #expect(state.opened(self.lease("a")).isDiscarded)
    }

    @Test func `pauses double up to the longest`() {
        let limits = PoolLimits(maximumConnections: 1, maximumWaiters: 1)
        #expect(limits.pause(afterFailures: 1) == .milliseconds(50))
        #expect(limits.pause(afterFailures: 2) == .milliseconds(100))
        #expect(limits.pause(afterFailures: 100) == .seconds(2))
    }
}

extension PoolState.Acquisition {
    var isWaiting: Bool { if case .waiting = self { true } else { false } }

    var refusal: PoolState.Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}

extension PoolState.Placement {
    var waiter: Waiter? { if case .handed(let waiter) = self { waiter } else { nil } }

    var isDiscarded: Bool { if case .discarded = self { true } else { false } }
}
