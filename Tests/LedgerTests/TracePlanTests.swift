import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// To follow a lot reads what happened to that lot, however many there are.
@Suite(.requiresPostgres)
struct TracePlanTests {
    @Test func `a lot is traced without reading others`() async throws {
        try await LedgerBench.with { ledger in
            try await PlanTests.fill(ledger)
            try await ledger.fillLots()
            // One that something was made of, and one that was made of something.
            for code in ["SKU-00501", "SKU-00502"] {
                let row = try await ledger.rows("SELECT id, variant FROM lot WHERE code = \(code)")[
                    0
                ]
                let lot: ID<Lot> = try row.decode("id")
                let variant: ID<Variant> = try row.decode("variant")
                for read in Self.reads(of: lot, variant) { try await read.expectFew(in: ledger) }
            }
        }
    }

    private static func reads(of lot: ID<Lot>, _ variant: ID<Variant>) -> [HotRead] {
        let now = Timestamp.now
        @Sendable func request(_ operation: String) -> OperationRequest {
            LedgerBench.request(operation, path: ["lotId": lot.description])
        }
        return [
            HotRead("a trace", atMost: 400, by: "movement_of_lot") { transaction in
                _ = try TraceLot().perform(request("traceLot"), in: transaction)
            },
            HotRead("a trace", atMost: 400, by: "movement_of_entry") { transaction in
                _ = try TraceLot().perform(request("traceLot"), in: transaction)
            },
            HotRead("origins", atMost: 400, by: "movement_of_lot") { transaction in
                _ = try ListLotOrigins(horizon: now)
                    .perform(request("listLotOrigins"), in: transaction)
            },
            HotRead("recipients", atMost: 400, by: "movement_of_lot") { transaction in
                _ = try ListLotRecipients(horizon: now)
                    .perform(request("listLotRecipients"), in: transaction)
            },
            HotRead("evidence", atMost: 1_000, by: "movement_of_lot") { transaction in
                _ = try RecallEvidence(lot, of: variant, until: now, in: transaction)
            },
            HotRead("evidence", atMost: 1_000, by: "reservation_line_of_variant") { transaction in
                _ = try RecallEvidence(lot, of: variant, until: now, in: transaction)
            },
        ]
    }
}
