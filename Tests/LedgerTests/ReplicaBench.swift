import Foundation
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// A ledger with a streaming standby, on servers of its own.
struct ReplicaBench {
    let ledger: LedgerBench
    /// The same ledger, asked through the desk.
    let asked: LedgerBench
    let desk: ReadDesk
    let watch: ReplicaWatch
    let standby: PrivatePostgres

    /// Runs `body` while both servers run and the standby keeps up.
    static func with(
        lag: Duration = .seconds(5),
        _ body: (ReplicaBench) async throws -> Void
    ) async throws {
        try await PrivatePostgres.run { primary in
            try await primary.withStandby { standby in
                try await LedgerBench.with(on: primary.server) { ledger in
                    try await Self.run(on: ledger, primary, standby, lag: lag, body)
                }
            }
        }
    }

    private static func run(
        on ledger: LedgerBench,
        _ primary: PrivatePostgres,
        _ standby: PrivatePostgres,
        lag: Duration,
        _ body: (ReplicaBench) async throws -> Void
    ) async throws {
        let configuration = ledger.database.configuration
        let address = configuration.url.replacing(":\(primary.port)/", with: ":\(standby.port)/")
        let replica = PostgresPool(configuration.ofReplica(at: address, connections: 2))
        let desk = ReadDesk(primary: ledger.database.pool, replica: replica)
        var limits = ReplicaLimits()
        limits.lag = lag
        limits.pace = .milliseconds(20)
        let watch = try #require(ReplicaWatch(desk, marks: ReplicaMark.marks, limits: limits))
        let operations = LedgerOperations(
            committer: ledger.committer,
            database: ledger.database.pool,
            desk: desk
        )
        let bench = ReplicaBench(
            ledger: ledger,
            asked: LedgerBench(
                database: ledger.database,
                committer: ledger.committer,
                operations: operations,
                warehouse: ledger.warehouse,
                bin: ledger.bin
            ),
            desk: desk,
            watch: watch,
            standby: standby
        )
        try await withRunning([replica, watch]) {
            try await bench.keepsUp()
            try await body(bench)
        }
    }

    /// Waits until the standby is asked.
    func keepsUp() async throws {
        try await eventually("the standby keeps up", within: .seconds(60)) {
            self.desk.usesReplica
        }
    }

    /// The server that answers a question at present, as it says itself.
    func answering() async throws -> Server {
        let isStandby = try await self.desk.ask { server in
            try await server.pool.read("SELECT pg_is_in_recovery()")[0].decode(0, as: Bool.self)
        }
        return isStandby ? .standby : .primary
    }

    enum Server {
        case primary
        case standby
    }

    /// Does on the standby what only an administrator can.
    func onStandby(_ script: String) async throws {
        try await PostgresSession.with(self.standby.administration) { session in
            try await session.execute(script: script)
        }
    }

    /// Waits until the standby shows so many entries.
    func shows(_ entries: Int) async throws {
        let replica = try #require(self.desk.replica)
        try await eventually("the standby shows the entries") {
            try await replica.read("SELECT FROM entry").count == entries
        }
    }
}
