import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Periods as whoever keeps the books meets them.
@Suite(.requiresPostgres)
struct PeriodTests {
    @Test func `a period is made, closed softly, opened, closed for ever and sealed`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(7, of: "NUT", effectiveAt: LedgerBench.daysAgo(25))
            let id = try await ledger.period(
                "May",
                from: LedgerBench.daysAgo(30),
                until: LedgerBench.daysAgo(20)
            )
            let path = ["periodId": id]
            try await ledger.close(id, hard: false)
            _ = try await ledger.succeed("reopenPeriod", #"{"reason":"Late"}"#, path: path)
            let closing = try await ledger.close(id, hard: true)
            #expect(closing["state"]?.text == "closing")
            #expect(
                try await ledger.refusal("listPeriodBalances", "", path: path) == "wrong-state"
            )
            try await ledger.sealPeriods()
            let period = try await ledger.succeed("getPeriod", path: path)
            #expect(period["state"]?.text == "closed")
            #expect(period["balances"] == .integer(1))
            #expect(try await ledger.recomputedHash(of: id) == period["balancesHash"]?.text)
            #expect(
                period["history"]?.elements.map { $0["action"]?.text } == [
                    "seal", "close", "reopen", "soft-close", "create",
                ]
            )
            let states = try await ledger.facts(PeriodChanged.self).map(\.state)
            #expect(states == [.open, .softClosed, .open, .closing, .closed])
            let balances = try await ledger.succeed("listPeriodBalances", path: path)
            #expect(balances.items.map { $0["onHand"]?.text } == ["7"])
            #expect(balances.items[0]["location"]?["code"]?.text == "LDN")
            let reopening = try await ledger.refusal(
                "reopenPeriod",
                #"{"reason":"No"}"#,
                path: path
            )
            #expect(reopening == "wrong-state")
        }
    }

    @Test func `what is closed stays closed, for the owner of the table, too`() async throws {
        try await LedgerBench.with { ledger in
            let id = try await ledger.period(
                "May",
                from: LedgerBench.daysAgo(30),
                until: LedgerBench.daysAgo(20)
            )
            try await ledger.closeAndSeal(id)
            for statement in [
                "UPDATE ledger.period SET state = 'open'", "DELETE FROM ledger.period",
            ] {
                await #expect(throws: PostgresError.self) {
                    try await PostgresSession.with(ledger.database.administration) { session in
                        try await session.execute(script: statement)
                    }
                }
            }
            for table in ["period_balance", "period_change"] {
                await #expect(throws: PostgresError.self) {
                    _ = try await ledger.rows("DELETE FROM \(identifier: table)")
                }
            }
            let errors = await #expect(throws: PostgresError.self) {
                _ = try await ledger.rows("UPDATE period SET ends_at = now()")
            }
            #expect(errors?.sqlState == "42501")
        }
    }

    @Test func `periods are made one after the other and closed in order`() async throws {
        try await LedgerBench.with { ledger in
            let draft = #"{"name":"A","until":"\#(LedgerBench.daysAgo(20))"}"#
            #expect(try await ledger.refusal("createPeriod", draft) == "validation-failed")
            let first = try await ledger.period(
                "A",
                from: LedgerBench.daysAgo(30),
                until: LedgerBench.daysAgo(20)
            )
            let taken = #"{"name":"A","until":"\#(LedgerBench.daysAgo(10))"}"#
            #expect(try await ledger.refusal("createPeriod", taken) == "already-exists")
            let second = try await ledger.period("B", until: LedgerBench.daysAgo(10))
            let third = try await ledger.period("C", until: LedgerBench.daysAgo(0))
            let hard = #"{"hard":true,"reason":"Over"}"#
            func refusal(
                _ period: String,
                _ headers: [String: String] = [:]
            ) async throws -> String? {
                try await ledger.refusal(
                    "closePeriod",
                    hard,
                    path: ["periodId": period],
                    headers: headers
                )
            }
            #expect(try await refusal(second) == "wrong-state")
            #expect(try await refusal(first, ["if-match": #""9""#]) == "precondition-failed")
            #expect(try await refusal(first, ["if-match": #""1""#]) == nil)
            #expect(try await refusal(second) == nil)
            // It has not been over for a day.
            #expect(try await refusal(third) == "wrong-state")
            try await ledger.sealPeriods()
            let list = try await ledger.succeed("listPeriods")
            #expect(list.items.map { $0["state"]?.text } == ["open", "closed", "closed"])
            let pages = try await ledger.items("listPeriods", ["state": "closed"], limit: 1)
            #expect(pages.map { $0["name"]?.text } == ["B", "A"])
        }
    }

    @Test func `whoever may close in one warehouse closes nothing`() async throws {
        try await LedgerBench.with { ledger in
            let local = Principal(
                id: UUID(),
                kind: .user,
                name: "local",
                permissions: [.periodClose, .periodRead],
                warehouses: [ledger.warehouse]
            )
            let refusal = try await ledger.refusal(
                "createPeriod",
                #"{"name":"A","from":"2026-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z"}"#,
                as: local
            )
            #expect(refusal == "forbidden")
        }
    }

    @Test func `into a closed period nothing is entered over REST`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(9, of: "NUT", effectiveAt: LedgerBench.daysAgo(40))
            let first = try await ledger.period(
                "A",
                from: LedgerBench.daysAgo(50),
                until: LedgerBench.daysAgo(30)
            )
            let second = try await ledger.period("B", until: LedgerBench.daysAgo(10))
            try await ledger.close(first, hard: false)
            let manager = LedgerBench.person("manager")
            func sell(_ days: Int64, as principal: Principal) async throws -> JSONValue {
                let body = """
                    {"location":"LDN","lines":[{"sku":"NUT","quantity":"1"}],
                    "effectiveAt":"\(LedgerBench.daysAgo(days))"}
                    """
                let response = await ledger.ask("postSale", body, as: principal)
                return try MessageCoding.decode(JSONValue.self, from: response.body)
            }
            let soft = try await sell(35, as: manager)
            #expect(soft["code"]?.text == "period-softly-closed")
            #expect(soft["errors"]?.elements.first?["pointer"]?.text == "/effectiveAt")
            #expect(soft["firstOpenAt"]?.text == LedgerBench.daysAgo(30).description)
            #expect(try await sell(35, as: LedgerBench.admin)["id"] != nil)
            #expect(try await sell(20, as: manager)["id"] != nil)
            try await ledger.close(first, hard: true)
            // While it is being sealed nothing is entered either.
            let hard = try await sell(35, as: LedgerBench.admin)
            #expect(hard["code"]?.text == "period-closed")
            #expect(hard["periodId"]?.text == first)
            #expect(hard["firstOpenAt"]?.text == LedgerBench.daysAgo(30).description)
            try await ledger.sealPeriods()
            #expect(try await sell(60, as: LedgerBench.admin)["code"]?.text == "period-closed")
            #expect(try await ledger.onHand("NUT") == 7)
            _ = second
        }
    }

    @Test func `what a till sold in a closed period counts from the first open instant`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.receive(9, of: "NUT", effectiveAt: LedgerBench.daysAgo(40))
            let period = try await ledger.period(
                "A",
                from: LedgerBench.daysAgo(50),
                until: LedgerBench.daysAgo(30)
            )
            let sealed = try await ledger.closeAndSeal(period)
            let time = LedgerBench.daysAgo(35)
            try await ledger.tillSale(2, of: variant, document: "S-1", at: time)
            try await ledger.tillSale(1, of: variant, document: "S-2", at: LedgerBench.daysAgo(5))
            #expect(try await ledger.times(of: "S-1") == [LedgerBench.daysAgo(30), time])
            #expect(try await ledger.times(of: "S-2") == [LedgerBench.daysAgo(5), nil])
            let entries = try await ledger.succeed(
                "listEntries",
                query: ["source": "till", "document": "S-1"]
            )
            #expect(entries.items.first?["occurredAt"]?.text == time.description)
            let moved = try await ledger.succeed("listMovements", query: ["sku": "NUT"])
            let times = moved.items.compactMap { $0["occurredAt"]?.text }
            #expect(times == [time.description])
            let told = try await ledger.facts(EntriesPosted.self).flatMap(\.entries)
            #expect(told.compactMap(\.occurredAt) == [time])
            #expect(try await ledger.recomputedHash(of: period) == sealed["balancesHash"]?.text)
        }
    }

    @Test func `a reversal of an entry in a closed period is in an open one`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let entry = try await ledger.receive(
                9,
                of: "NUT",
                effectiveAt: LedgerBench.daysAgo(40)
            )
            let period = try await ledger.period(
                "A",
                from: LedgerBench.daysAgo(50),
                until: LedgerBench.daysAgo(30)
            )
            let sealed = try await ledger.closeAndSeal(period)
            let path = ["entryId": entry.description]
            let part = try await ledger.succeed(
                "reverseEntry",
                """
                {"reason":"cancelled","lines":[{"line":1,"quantity":"4"}],
                "effectiveAt":"\(LedgerBench.daysAgo(40))"}
                """,
                path: path
            )
            #expect(part["effectiveAt"]?.text == LedgerBench.daysAgo(30).description)
            #expect(part["occurredAt"]?.text == LedgerBench.daysAgo(40).description)
            #expect(part["reversedEntryId"]?.text == entry.description)
            let rest = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"cancelled"}"#,
                path: path
            )
            // Undone today, it counts as undone today.
            #expect(rest["occurredAt"] == nil)
            #expect(rest["effectiveAt"] == rest["recordedAt"])
            #expect(try await ledger.onHand("NUT") == .zero)
            #expect(try await ledger.recomputedHash(of: period) == sealed["balancesHash"]?.text)
        }
    }

    @Test func `a change of when something happened is found by the seals`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            let period = try await ledger.period(
                "A",
                from: LedgerBench.daysAgo(50),
                until: LedgerBench.daysAgo(30)
            )
            try await ledger.close(period, hard: true)
            let time = LedgerBench.daysAgo(35)
            try await ledger.tillSale(2, of: variant, document: "S-1", at: time)
            try await ledger.seal()
            #expect(try await ledger.findings() == [])
            for table in ["entry", "movement"] {
                for change in ["occurred_at - interval '1 microsecond'", "NULL"] {
                    try await ledger.tamper(
                        "ALTER TABLE ledger.entry DISABLE TRIGGER ALL",
                        "UPDATE ledger.\(table) SET occurred_at = \(change)"
                    )
                    #expect(try await ledger.findings() == ["changed 1"], "\(table) \(change)")
                    try await ledger.tamper(
                        "UPDATE ledger.\(table) SET occurred_at = '\(time)'"
                    )
                }
            }
            #expect(try await ledger.findings() == [])
        }
    }
}
