import Contracts
import Kernel
import Postgres

/// What was put right of variants, documents and days, each in a transaction of its own.
///
/// Whoever writes them waits for one at a time, and one that cannot be put right keeps no other from it.
struct Repairs: Sendable {
    /// What was put right.
    private(set) var drifts: [FoundDrift] = []
    /// How often something was looked at under locks: once for stock, once for costs, and so on.
    private(set) var transactions = 0
    /// The longest of these: nobody has waited longer for it.
    private(set) var pause = Duration.zero
    private(set) var failures: [Failure] = []

    /// What stays as it was.
    struct Failure: Hashable, Sendable {
        let subject: AuditSubject
        let reason: String
    }

    /// Adds a variant up once more under the locks of those who write it, and puts right what differs.
    mutating func putStockRight(of variant: ID<Variant>, on session: PostgresSession) async throws {
        try await self.perform(on: .variant(variant), session) { transaction in
            AuditRepair(drifts: try StockRepair.perform(on: variant, in: transaction))
        }
    }

    mutating func putCostsRight(of variant: ID<Variant>, on session: PostgresSession) async throws {
        try await self.perform(on: .variant(variant), session) { transaction in
            try CostRepair.perform(on: variant, in: transaction)
        }
    }

    mutating func putUnitsRight(of variant: ID<Variant>, on session: PostgresSession) async throws {
        try await self.perform(on: .variant(variant), session) { transaction in
            AuditRepair(drifts: try UnitAudit.repair(of: variant, in: transaction))
        }
    }

    mutating func putRight(
        _ units: [ID<HandlingUnit>],
        on session: PostgresSession
    ) async throws {
        guard !units.isEmpty else { return }
        try await self.perform(on: .handlingUnits, session) { transaction in
            AuditRepair(drifts: try HandlingUnitAudit.repair(units, in: transaction))
        }
    }

    mutating func putRight(_ day: CivilDate, on session: PostgresSession) async throws {
        try await self.perform(on: .day(day), session) { transaction in
            AuditRepair(drifts: try DayRepair.perform(on: day, in: transaction))
        }
    }

    private mutating func perform(
        on subject: AuditSubject,
        _ session: PostgresSession,
        _ repair: @Sendable (borrowing Transaction) throws -> AuditRepair
    ) async throws {
        let start = ContinuousClock.now
        self.transactions += 1
        defer { self.pause = max(self.pause, .now - start) }
        do {
            let outcome = try await session.withTransaction { try repair($0) }
            self.drifts += outcome.drifts
            if !outcome.isSound {
                self.fail(subject, because: "the lines of its costs contradict each other")
            }
        } catch {
            // Nothing can be done any more on a session that is lost.
            guard await session.isAlive(), !Task.isCancelled else { throw error }
            self.fail(subject, because: "\(error)")
        }
    }

    private mutating func fail(_ subject: AuditSubject, because reason: String) {
        self.failures.append(Failure(subject: subject, reason: reason))
    }
}
