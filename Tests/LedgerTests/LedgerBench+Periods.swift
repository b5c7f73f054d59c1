import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// So many days before the same moment for all.
    static func daysAgo(_ days: Int64) -> Timestamp {
        Self.today.advanced(by: .seconds(-86_400 * days))
    }

    private static let today = Timestamp.now

    /// Makes a period; only the first has a beginning.
    func period(_ name: String, from: Timestamp? = nil, until: Timestamp) async throws -> String {
        let start = from.map { #""from":"\#($0)","# } ?? ""
        let period = try await self.succeed(
            "createPeriod",
            #"{"name":"\#(name)",\#(start)"until":"\#(until)"}"#
        )
        return try #require(period["id"]?.text)
    }

    @discardableResult
    func close(_ period: String, hard: Bool) async throws -> JSONValue {
        try await self.succeed(
            "closePeriod",
            #"{"hard":\#(hard),"reason":"Over"}"#,
            path: ["periodId": period]
        )
    }

    /// Closes a period for ever, and seals it.
    @discardableResult
    func closeAndSeal(
        _ period: String,
        limits: PeriodLimits = LedgerBench.periodLimits()
    ) async throws -> JSONValue {
        try await self.close(period, hard: true)
        try await self.sealPeriods(limits)
        return try await self.succeed("getPeriod", path: ["periodId": period])
    }

    /// Seals all that is closed; what is in flight then is waited for.
    func sealPeriods(_ limits: PeriodLimits = LedgerBench.periodLimits()) async throws {
        let sealer = PeriodSealer(database: self.database.pool, limits: limits)
        try await eventually("all periods are sealed") {
            try await self.cost()
            try await self.database.pool.withDedicatedSession { try await sealer.follow(on: $0) }
            let open = try await self.rows("SELECT FROM period WHERE state = 'closing'")
            return open.isEmpty
        }
    }

    static func periodLimits(variants: Int = 2) -> PeriodLimits {
        var limits = PeriodLimits()
        limits.variants = variants
        limits.balances = 3
        limits.pace = .restless
        return limits
    }

    /// The hash of what the journal comes to at the end of a period, added up anew.
    func recomputedHash(of period: String) async throws -> String {
        let rows = try await self.rows(
            """
            SELECT sum.*
            FROM period
            CROSS JOIN LATERAL (
                SELECT *
                FROM (\(fragment: ShadowStore.sums(
                    of: "movement.effective_at < period.ends_at"))) AS level
                WHERE on_hand <> 0
            ) AS sum
            WHERE period.id = \(try #require(ID<Period>(period)))
            ORDER BY sum.variant, sum.location, sum.lot
            """
        )
        var hash = PeriodHash()
        for row in rows {
            let balance = try PeriodBalanceStore.balance(row)
            hash.add(balance.key, balance.onHand)
        }
        return Hexadecimal.text(hash.finish())
    }

    /// A sale that a till reports of some time.
    func tillSale(
        _ quantity: Quantity,
        of variant: ID<Variant>,
        document: String,
        at time: Timestamp
    ) async throws {
        let sale = RecordSale(
            kind: .sale,
            reference: Reference(source: "till", document: document),
            locationId: self.warehouse,
            effectiveAt: time,
            allowNegative: true,
            lines: [TillLine(line: 1, variantId: variant, quantity: quantity, direction: .out)]
        )
        let processor = LedgerCommandProcessor(committer: self.committer)
        let message = try self.message(sale, id: ID<Entry>.make().rawValue)
        #expect(await processor.process([message]) == [.done])
    }

    /// The times of the entry of a document.
    func times(of document: String) async throws -> [Timestamp?] {
        let rows = try await self.rows(
            "SELECT effective_at, occurred_at FROM entry WHERE document = \(document)"
        )
        let row = try #require(rows.first)
        return [try row.decode("effective_at"), try row.decode("occurred_at")]
    }

    /// The code of the problem with which an operation refuses.
    func refusal(
        _ operation: String,
        _ body: String,
        path: [String: String] = [:],
        headers: [String: String] = [:],
        as principal: Principal = LedgerBench.admin
    ) async throws -> String? {
        let response = await self.ask(
            operation,
            body,
            path: path,
            headers: headers,
            as: principal
        )
        guard response.status >= 300 else { return nil }
        return try MessageCoding.decode(JSONValue.self, from: response.body)["code"]?.text
    }
}
