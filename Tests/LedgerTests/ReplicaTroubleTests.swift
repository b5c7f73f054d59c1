import Foundation
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What clients see of a standby that is late, dead or back again: nothing.
@Suite(
    .serialized,
    .enabled(if: PrivatePostgres.isInstalled),
    .timeLimit(.minutes(3))
)
struct ReplicaTroubleTests {
    @Test func `a standby that falls behind is not asked until it has caught up`() async throws {
        try await ReplicaBench.with(lag: .seconds(1)) { bench in
            try await bench.ledger.variant("NUT")
            try await bench.onStandby("SELECT pg_wal_replay_pause()")
            try await bench.ledger.receive(5, of: "NUT")
            try await eventually("the lag is found") { !bench.desk.usesReplica }
            #expect(try await bench.answering() == .primary)
            #expect(try await bench.asked.succeed("listEntries").items.count == 1)
            try await bench.onStandby("SELECT pg_wal_replay_resume()")
            try await bench.keepsUp()
            #expect(try await bench.answering() == .standby)
            #expect(try await bench.asked.succeed("listEntries").items.count == 1)
        }
    }

    @Test(arguments: [SIGINT, SIGKILL])
    func `nobody notices that a standby ends, and it is asked again when it is back`(
        signal: Int32
    ) async throws {
        try await ReplicaBench.with { bench in
            try await bench.ledger.variant("NUT")
            try await bench.ledger.receive(5, of: "NUT")
            let answers = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var statuses: [Int] = []
                        while bench.desk.usesReplica || statuses.count < 20 {
                            statuses.append(await bench.asked.ask("listLots").status)
                            statuses.append(await bench.asked.ask("listEntries").status)
                        }
                        return statuses
                    }
                }
                try await bench.standby.stop(signal)
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(answers) == [200])
            #expect(try await bench.answering() == .primary)
            try await bench.standby.start()
            try await bench.keepsUp()
            #expect(try await bench.answering() == .standby)
        }
    }

    @Test func `a standby without the marks of this ledger is not asked`() async throws {
        try await PrivatePostgres.run { other in
            try await LedgerBench.with(on: other.server) { stranger in
                try await LedgerBench.with(on: other.server) { ledger in
                    let replica = stranger.database.pool
                    let desk = ReadDesk(primary: ledger.database.pool, replica: replica)
                    let watch = try #require(ReplicaWatch(desk, marks: ReplicaMark.marks))
                    try await withRunning(watch) { watch in
                        for _ in 0..<3 { await watch.check() }
                        #expect(!desk.usesReplica)
                    }
                }
            }
        }
    }
}
