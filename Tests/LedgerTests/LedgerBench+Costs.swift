import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// Costs all that there is, with as few layers and debts at first as can be.
    ///
    /// What was recorded in this microsecond could not be costed yet, so that is waited for.
    func cost(facts: Int = 100, oldest: Int = 1) async throws {
        try await self.horizonPassed(
            """
            SELECT greatest(
                (SELECT max(recorded_at) FROM entry), (SELECT max(recorded_at) FROM cost_order)
            ) AS recorded_at
            """
        )
        var limits = Self.costLimits(facts: facts)
        limits.oldest = oldest
        let keeper = CostKeeper(database: self.database.pool, limits: limits)
        try await self.database.pool.withDedicatedSession { try await keeper.follow(on: $0) }
    }

    static func costLimits(facts: Int) -> CostLimits {
        var limits = CostLimits()
        limits.interval = .milliseconds(5)
        limits.pace = .restless
        limits.facts = facts
        // Each transaction has as many, however few their lines.
        limits.lines = 0
        return limits
    }

    /// Receives goods at a price.
    @discardableResult
    func buy(
        _ quantity: Quantity,
        of sku: String,
        for price: String,
        _ currency: String = "EUR",
        at location: String = "LDN",
        effectiveAt: Timestamp? = nil
    ) async throws -> String {
        let time = effectiveAt.map { #","effectiveAt":"\#($0)""# } ?? ""
        let cost = #"{"amount":"\#(price)","currency":"\#(currency)"}"#
        let entry = try await self.succeed(
            "postReceipt",
            #"{"location":"\#(location)","lines":[{"sku":"\#(sku)","quantity":"\#(quantity)","unitCost":\#(cost)}]\#(time)}"#
        )
        return try #require(entry["id"]?.text)
    }

    /// Buys, sells, moves to another warehouse and lands costs on nuts at an average, and bolts by FIFO.
    func tradeNutsAndBolts() async throws {
        _ = try await self.succeed(
            "createLocation",
            #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
        )
        for sku in ["NUT", "BOLT"] { try await self.variant(sku) }
        _ = try await self.succeed("setCostPolicy", #"{"sku":"BOLT","method":"fifo"}"#)
        for sku in ["NUT", "BOLT"] {
            let receipt = try await self.buy(10, of: sku, for: "1.333333")
            try await self.buy(7, of: sku, for: "2.1")
            _ = try await self.succeed("postSale", LedgerBench.sale(4, of: sku))
            _ = try await self.succeed(
                "postTransfer",
                #"{"from":"LDN","to":"PAR","lines":[{"sku":"\#(sku)","quantity":"3"}]}"#
            )
            _ = try await self.succeed(
                "postLandedCost",
                CostKeeperTests.landed("7.77", over: receipt, document: sku)
            )
        }
    }

    /// What all is worth, by layers and by lines.
    func worth() async throws -> [String] {
        let rows = try await self.rows(
            """
            SELECT (SELECT coalesce(sum(goods.value), 0) FROM cost_pool AS pool
                    CROSS JOIN LATERAL cost_goods(pool.variant, pool.warehouse) AS goods)::bigint
                    - (SELECT coalesce(sum(value), 0) FROM cost_debt)::bigint AS layers,
                (SELECT coalesce(sum(value), 0) FROM cost_entry)::bigint AS lines
            """
        )
        return try ["layers", "lines"].map { column in
            CostValue(millionths: try rows[0].decode(column)).description
        }
    }

    /// The lines of one account, in order.
    func charges(_ account: CostAccount) async throws -> [String] {
        try await self.rows(
            "SELECT value FROM cost_entry WHERE account = \(account.rawValue) ORDER BY number"
        ).map { CostValue(millionths: try $0.decode("value")).description }
    }

    /// A hash of the whole book and its projections.
    func costHash() async throws -> String {
        let rows = try await self.rows(
            """
            SELECT md5(
                (SELECT coalesce(string_agg(line::text, '/' ORDER BY number), '')
                    FROM cost_entry AS line)
                || (SELECT coalesce(string_agg(shift::text, '/' ORDER BY shift::text), '')
                    FROM cost_shift AS shift)
                || (SELECT coalesce(string_agg(layer::text, '/' ORDER BY layer::text), '')
                    FROM cost_layer AS layer)
                || (SELECT coalesce(string_agg(pool::text, '/' ORDER BY pool::text), '')
                    FROM cost_pool AS pool)
                || (SELECT coalesce(string_agg(debt::text, '/' ORDER BY debt::text), '')
                    FROM cost_debt AS debt)
            ) AS hash
            """
        )
        return try rows[0].decode("hash")
    }

    /// Throws away what costing has written, so that it begins again.
    func forgetCosts() async throws {
        try await self.tamper(
            "TRUNCATE cost_entry, cost_shift, cost_layer, cost_debt, cost_pool, cost_method,"
                + " cost_total",
            "UPDATE audit_position SET cost_number = 0",
            "UPDATE cost_position SET recorded_at = '0001-01-01 00:00:00Z', last_number = 0"
        )
    }
}
