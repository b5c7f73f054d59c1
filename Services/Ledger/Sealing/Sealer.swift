import CoreMetrics
import Kernel
import Postgres
import Sealing
import ServiceKit

/// Seals the journal behind those who write it, and signs how far that is.
///
/// Of several sealers one works, whose session holds a lock; the others wait for it to end. It reads
/// what can have no predecessor any more, takes no lock that posting needs, and goes on where the last
/// block ends, whoever sealed that.
struct Sealer: JournalFollower {
    let description = "Sealer"

    let database: PostgresPool
    var limits = SealLimits()

    /// Held by the one that works; the letters "seal".
    static let lock = AdvisoryLock(category: 0x7365_616C, key: 1)

    var interval: Duration { self.limits.interval }

    func follow(on session: PostgresSession) async throws {
        try await self.sealAll(on: session)
        try await self.standBy()
    }

    /// Exports: each process may have a folder of its own.
    func standBy() async throws {
        guard let path = self.limits.folder else { return }
        let exporter = CheckpointExporter(
            database: self.database,
            folder: CheckpointFolder(path: path)
        )
        try await exporter.export()
    }

    /// Seals what can be sealed now, and signs how far that is when it is time to.
    func sealAll(on session: PostgresSession) async throws {
        let sealer = BlockSealer(session: session, limit: self.limits.blockMovements)
        while true {
            let started = ContinuousClock.now
            let sealed = try await sealer.sealNext()
            guard sealed.movements == self.limits.blockMovements else { break }
            try await self.limits.pace.rest(since: started, lag: sealed.lag, on: session)
        }
        SealMetrics.lag.record(try await sealer.lag() / .seconds(1))
        // Read each time, so that a new key needs no restart.
        guard let keys = try self.limits.keyFile.map({ try SealKeys(file: $0) }) else { return }
        let signer = CheckpointSigner(
            session: session,
            keys: keys,
            interval: self.limits.checkpointInterval
        )
        if try await signer.sign() != nil { SealMetrics.checkpoints.increment() }
    }
}
