import CoreMetrics
import Kernel
import Logging
import Postgres
import Sealing
import ServiceLifecycle

/// Seals the journal behind those who write it, and signs how far that is.
///
/// Of several sealers one works, whose session holds a lock; the others wait for it to end. It reads
/// what can have no predecessor any more, takes no lock that posting needs, and goes on where the last
/// block ends, whoever sealed that.
struct Sealer: Service, CustomStringConvertible {
    let description = "Sealer"

    let database: PostgresPool
    var limits = SealLimits()

    /// Held by the one that works; the letters "seal".
    static let lock = AdvisoryLock(category: 0x7365_616C, key: 1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.work()
                    try await Task.sleep(for: self.limits.interval)
                } catch {
                    guard !Task.isCancelled else { return }
                    Logger.current.error("Sealing failed", metadata: ["error": "\(error)"])
                    // Cancelled, the loop ends.
                    try? await Task.sleep(for: self.limits.interval)
                }
            }
        }
    }

    /// Seals as long as the lock can be held, and exports in any case.
    private func work() async throws {
        _ = try await self.database.withAdvisoryLock(Self.lock) { session in
            while await session.isAlive() {
                try await self.sealAll(on: session)
                try await self.export()
                try await Task.sleep(for: self.limits.interval)
            }
        }
        try await self.export()
    }

    /// Seals what can be sealed now, and signs how far that is when it is time to.
    func sealAll(on session: PostgresSession) async throws {
        let sealer = BlockSealer(session: session, limit: self.limits.blockMovements)
        while true {
            let started = ContinuousClock.now
            let sealed = try await sealer.sealNext()
            guard sealed.movements == self.limits.blockMovements else { break }
            let rest = self.limits.pace.rest(after: .now - started, lag: sealed.lag)
            try await Task.sleep(for: rest)
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

    private func export() async throws {
        guard let path = self.limits.folder else { return }
        let exporter = CheckpointExporter(
            database: self.database,
            folder: CheckpointFolder(path: path)
        )
        try await exporter.export()
    }
}
