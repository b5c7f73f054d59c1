import Contracts
import Foundation
import TestSupport
import Testing

@testable import Operator

@Suite struct StormPlanTests {
    private static let seeds: ClosedRange<UInt64> = 1...20

    @Test(arguments: Self.seeds)
    func `everything happens to everything once`(seed: UInt64) {
        let blows = StormPlan(seed: seed).blows
        #expect(blows.count == StormTarget.all.count * 3)
        for target in StormTarget.all {
            let kinds = blows.filter { $0.target == target }.map(\.kind)
            #expect(kinds.count { $0 == .kill } == 1)
            #expect(kinds.count { $0 == .cutOff } == 1)
            let freezes = kinds.compactMap { kind in
                if case .freeze(let duration) = kind { duration } else { nil }
            }
            #expect(freezes.count == 1)
            #expect(freezes.allSatisfy { $0 >= .milliseconds(500) && $0 <= .seconds(20) })
        }
        #expect(blows.allSatisfy { $0.pause >= .zero && $0.pause <= .seconds(3) })
    }

    @Test func `a seed decides everything`() {
        #expect(StormPlan(seed: 7) == StormPlan(seed: 7))
        let plans = Set(Self.seeds.map { StormPlan(seed: $0).blows })
        #expect(plans.count == Self.seeds.count)
    }

    @Test func `sales go on for as long as the storm`() {
        let plan = StormPlan(seed: 11)
        #expect(plan.rate(of: 1) == 1)
        let rate = plan.rate(of: 100_000)
        // Six freezes and eighteen pauses.
        #expect(rate > 100_000 / (6 * 20 + 18 * 3))
        #expect(rate < 100_000 / 3)
    }

    @Test func `a server that runs elsewhere is only cut off`() {
        let plan = StormPlan(seed: 3, distant: [.postgres])
        #expect(plan.blows.filter { $0.target == .postgres }.map(\.kind) == [.cutOff])
        #expect(plan.blows.count == StormTarget.all.count * 3 - 2)
        // What is left comes as hard as before.
        let whole = StormPlan(seed: 3).blows
        #expect(Set(plan.blows).isSubset(of: whole))
    }

    @Test func `a signal reaches a whole family`() async throws {
        let parent = Process()
        parent.executableURL = URL(filePath: "/bin/sh")
        parent.arguments = ["-c", "sleep 600 & sleep 600 & wait"]
        try parent.run()
        let root = try #require(ProcessIdentity(pid: parent.processIdentifier))
        let files = ProcessFiles()
        try await eventually("the children have started") {
            files.tree(of: root.pid).count == 3
        }
        let family = files.tree(of: root.pid)
        #expect(family.first == root.pid)
        ProcessTree(root: root).signal(SIGKILL)
        parent.waitUntilExit()
        try await eventually("all have ended") {
            family.allSatisfy { ProcessIdentity(pid: $0) == nil }
        }
        #expect(files.tree(of: root.pid).isEmpty)
    }

    @Test func `the name of a connection is encoded`() {
        let client = BrokerClient(name: "127.0.0.1:50000 -> 127.0.0.1:5672", user: nil)
        #expect(client.pathName == "127%2E0%2E0%2E1%3A50000%20%2D%3E%20127%2E0%2E0%2E1%3A5672")
    }

    @Test func `a storm needs the launcher`() {
        #expect(throws: OperatorFailure.self) { try Launcher(environment: [:]) }
    }
}
