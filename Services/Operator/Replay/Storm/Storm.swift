import Foundation

/// Strikes the servers and services of a suite while something else goes on.
struct Storm: Sendable {
    let suite: Suite
    let launcher: Launcher
    let plan: StormPlan
    let console: Console

    /// - Throws: ``OperatorFailure`` where the tool was not called by the launcher.
    init(seed: UInt64, over suite: Suite, environment: [String: String], console: Console) throws {
        self.suite = suite
        self.launcher = try Launcher(environment: environment)
        let distant = StormTarget.all.filter { target in
            target.isServer
                && ProcessIdentity(recordedAt: suite.folder.processRecord(target.name)) == nil
        }
        self.plan = StormPlan(seed: seed, distant: Set(distant))
        self.console = console
    }

    /// Strikes one blow after the other; a server that was killed runs again when this returns.
    func rage() async throws {
        let start = ContinuousClock.now
        for blow in self.plan.blows {
            try await Task.sleep(for: blow.pause)
            try self.console.write("    storm at \((.now - start).tenths) s: \(blow)")
            switch blow.kind {
            case .kill: try await self.kill(blow.target)
            case .freeze(let duration): try await self.freeze(blow.target, for: duration)
            case .cutOff: try await self.cutOff(blow.target)
            }
        }
        try self.console.write("    the storm is over after \((.now - start).tenths) s")
    }

    private func kill(_ target: StormTarget) async throws {
        let victim = try await self.process(of: target)
        victim.signal(SIGKILL)
        while victim.root.isAlive { try await Task.sleep(for: .milliseconds(10)) }
        // The supervisor starts services again.
        guard target.isServer else { return }
        try await self.launcher.startServers()
    }

    private func freeze(_ target: StormTarget, for duration: Duration) async throws {
        let victim = try await self.process(of: target)
        victim.signal(SIGSTOP)
        // Also when the storm is called off.
        defer { victim.signal(SIGCONT) }
        try await Task.sleep(for: duration)
    }

    /// The process, which may just be on its way back.
    private func process(of target: StormTarget) async throws -> ProcessTree {
        let record = self.suite.folder.processRecord(target.name)
        var pauses = RetryPauses(until: .now + Self.patience)
        while true {
            if let identity = ProcessIdentity(recordedAt: record) {
                return ProcessTree(root: identity)
            }
            guard try await pauses.wait() else {
                throw OperatorFailure(
                    "\(target.name) does not run",
                    next: "./stockbook status, then ./stockbook up"
                )
            }
        }
    }

    /// How long what was struck before may take to be there again.
    static let patience = Duration.seconds(90)
}
