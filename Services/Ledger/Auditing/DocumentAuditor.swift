import Contracts
import Kernel
import Postgres
import ServiceKit

/// Compares reservations, lots, transfer orders, units and handling units with what became of them, all of
/// them in turn, also those by which nothing is promised or on the road any more.
///
/// It goes round by itself, since there are more of them with every day; what is open is looked at in
/// each round of the audit of stock.
struct DocumentAuditor: Auditor {
    let description = "Document auditor"

    let database: PostgresPool
    var limits = AuditLimits()

    static let book = "documents"

    /// Held by the one that works; the letters "audi".
    static let lock = AdvisoryLock(category: 0x6175_6469, key: 3)

    /// Compares all that there is, and puts right what is wrong.
    @discardableResult
    func goRound(on session: PostgresSession) async throws -> AuditRound {
        let started = ContinuousClock.now
        var round = AuditRound()
        try await self.pages(of: ID<Reservation>.self, "reservation", on: session) { ids in
            try await self.repairStock(
                PromiseComparison.differences(.documents(ids)),
                &round,
                on: session
            )
        }
        try await self.pages(of: ID<Lot>.self, "lot", on: session) { ids in
            try await self.repairStock(LotComparison.differences(.lots(ids)), &round, on: session)
        }
        try await self.pages(of: ID<TransferOrder>.self, "transfer_order", on: session) { ids in
            try await self.repairStock(
                TransferComparison.differences(.orders(ids)),
                &round,
                on: session
            )
        }
        try await self.pages(of: ID<Serial>.self, "serial", on: session) { ids in
            try await self.repairUnits(ids, &round, on: session)
        }
        try await self.pages(of: ID<HandlingUnit>.self, "handling_unit", on: session) { ids in
            try await self.repairHandlingUnits(ids, &round, on: session)
        }
        AuditMetrics.count(round, of: Self.book, after: .now - started)
        return round
    }

    /// Goes through a table by its identifiers, some at a time, and rests after each step.
    private func pages<Subject>(
        of type: ID<Subject>.Type,
        _ table: String,
        on session: PostgresSession,
        _ body: ([ID<Subject>]) async throws -> Void
    ) async throws {
        var last: ID<Subject>?
        let (table, limit) = (SQL(verbatim: table), self.limits.documents)
        repeat {
            let started = ContinuousClock.now
            let condition: SQL = last.map { "id > \($0)" } ?? "true"
            let rows = try await session.withTransaction(.readOnly) { transaction in
                try transaction.execute(
                    """
                    SELECT id
                    FROM \(fragment: table)
                    WHERE \(fragment: condition)
                    ORDER BY id
                    LIMIT \(limit)
                    """
                ).map { try $0.decode("id", as: ID<Subject>.self) }
            }
            if !rows.isEmpty { try await body(rows) }
            last = rows.last
            try await self.limits.unhurriedPace.rest(since: started, lag: .zero, on: session)
        } while last != nil
    }

    /// Puts right all of each variant of which a document is wrong, since its stock follows from it.
    private func repairStock(
        _ differences: SQL,
        _ round: inout AuditRound,
        on session: PostgresSession
    ) async throws {
        let variants = try await session.withTransaction(.readOnly) { transaction in
            try transaction.execute(differences)
                .map { try $0.decode("variant", as: ID<Variant>.self) }
        }
        for variant in Set(variants).sorted() {
            try await round.repair(.variant(variant), on: session) { transaction in
                AuditRepair(drifts: try StockRepair.perform(on: variant, in: transaction))
            }
        }
    }

    private func repairUnits(
        _ ids: [ID<Serial>],
        _ round: inout AuditRound,
        on session: PostgresSession
    ) async throws {
        let wrong = try await session.withTransaction(.readOnly) { transaction in
            try UnitAudit.differences(among: ids, in: transaction)
        }
        guard let variant = wrong.first?.variant else { return }
        try await round.repair(.variant(variant), on: session) { transaction in
            let ids = wrong.map(\.serial).sorted()
            return AuditRepair(drifts: try UnitAudit.repair(ids, in: transaction))
        }
    }

    private func repairHandlingUnits(
        _ ids: [ID<HandlingUnit>],
        _ round: inout AuditRound,
        on session: PostgresSession
    ) async throws {
        let wrong = try await session.withTransaction(.readOnly) { transaction in
            try HandlingUnitAudit.differences(among: ids, in: transaction)
        }
        guard !wrong.isEmpty else { return }
        try await round.repair(.handlingUnits, on: session) { transaction in
            AuditRepair(drifts: try HandlingUnitAudit.repair(wrong, in: transaction))
        }
    }
}
