import Contracts
import Kernel
import Postgres

/// What was put right of variants, each in a transaction of its own.
///
/// Whoever posts or costs waits for one variant at a time, and one that cannot be put right keeps no
/// other from it.
struct Repairs: Sendable {
    /// What was put right.
    private(set) var drifts: [FoundDrift] = []
    /// How often something was looked at under locks: once for stock, once for costs.
    private(set) var transactions = 0
    /// The longest of these: nobody has waited longer for it.
    private(set) var pause = Duration.zero
    private(set) var failures: [Failure] = []

    /// A variant of which something stays as it was.
    struct Failure: Hashable, Sendable {
        let variant: ID<Variant>
        let reason: String
    }

    /// Adds a variant up once more under the locks of those who write it, and puts right what differs.
    mutating func putStockRight(of variant: ID<Variant>, on session: PostgresSession) async throws {
        try await self.perform(on: variant, session) { transaction in
            AuditRepair(drifts: try StockRepair.perform(on: variant, in: transaction))
        }
    }

    mutating func putCostsRight(of variant: ID<Variant>, on session: PostgresSession) async throws {
        try await self.perform(on: variant, session) { transaction in
            try CostRepair.perform(on: variant, in: transaction)
        }
    }

    private mutating func perform(
        on variant: ID<Variant>,
        _ session: PostgresSession,
        _ repair: @Sendable (borrowing Transaction) throws -> AuditRepair
    ) async throws {
        let start = ContinuousClock.now
        self.transactions += 1
        defer { self.pause = max(self.pause, .now - start) }
        do {
            let outcome = try await session.withTransaction { transaction in try repair(transaction)
            }
            self.drifts += outcome.drifts
            if !outcome.isSound {
                self.fail(variant, because: "the lines of its costs contradict each other")
            }
        } catch {
            // Nothing can be done any more on a session that is lost.
            guard await session.isAlive(), !Task.isCancelled else { throw error }
            self.fail(variant, because: "\(error)")
        }
    }

    private mutating func fail(_ variant: ID<Variant>, because reason: String) {
        self.failures.append(Failure(variant: variant, reason: reason))
    }
}
