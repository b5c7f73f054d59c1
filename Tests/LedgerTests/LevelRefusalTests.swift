import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What is refused of adjustments that say how much there is to be, and by whom they are asked for.
@Suite(.requiresPostgres)
struct LevelRefusalTests {
    /// A body that breaks a rule, the field and the rule.
    struct Mistake: CustomTestStringConvertible, Sendable {
        let lines: String
        var members = ""
        let pointer: String
        let rule: String

        var testDescription: String { "\(self.lines) \(self.members): \(self.pointer)" }

        static let all = [
            Mistake(lines: #"{"sku":"NUT"}"#, pointer: "/lines/0", rule: "oneOf"),
            Mistake(
                lines: #"{"sku":"NUT","quantity":"1","setTo":"1"}"#,
                pointer: "/lines/0",
                rule: "oneOf"
            ),
            Mistake(
                lines: #"{"sku":"NUT","quantity":"1","setTo":"1","expectedQuantity":"1"}"#,
                pointer: "/lines/0",
                rule: "oneOf"
            ),
            Mistake(
                lines: #"{"sku":"NUT","setTo":"12"}"#,
                pointer: "/lines/0/expectedQuantity",
                rule: "required"
            ),
            Mistake(
                lines: #"{"sku":"NUT","quantity":"1","expectedQuantity":"10"}"#,
                pointer: "/lines/0/expectedQuantity",
                rule: "absent"
            ),
            Mistake(
                lines: #"{"sku":"NUT","quantity":"1","expectedQuantity":null}"#,
                pointer: "/lines/0/expectedQuantity",
                rule: "absent"
            ),
            Mistake(
                lines: #"{"sku":"NUT","setTo":null,"quantity":"1"}"#,
                pointer: "/lines/0/setTo",
                rule: "null"
            ),
            Mistake(
                lines: #"{"sku":"NUT","setTo":"-1","expectedQuantity":null}"#,
                pointer: "/lines/0/setTo",
                rule: "minimum"
            ),
            Mistake(
                lines: #"{"sku":"NUT","setTo":"1000000001","expectedQuantity":null}"#,
                pointer: "/lines/0/setTo",
                rule: "range"
            ),
            Mistake(
                lines: #"{"sku":"NUT","setTo":"12","expectedQuantity":null}"#,
                members: #","effectiveAt":"2026-01-01T00:00:00Z""#,
                pointer: "/effectiveAt",
                rule: "absent"
            ),
            Mistake(
                lines: """
                    {"sku":"NUT","setTo":"12","expectedQuantity":null},
                    {"sku":"NUT","quantity":"1"}
                    """,
                pointer: "/lines/1",
                rule: "unique"
            ),
            Mistake(
                lines: #"{"sku":"SAW","setTo":"1","expectedQuantity":"0"}"#,
                pointer: "/lines/0/setTo",
                rule: "serials"
            ),
            Mistake(
                lines: #"{"sku":"MILK","setTo":"1","expectedQuantity":"0"}"#,
                pointer: "/lines/0/lot",
                rule: "required"
            ),
            Mistake(
                lines: #"{"barcode":"G","setTo":"1","expectedQuantity":"0.5"}"#,
                pointer: "/lines/0/expectedQuantity",
                rule: "range"
            ),
        ]
    }

    @Test func `what breaks a rule is named, and changes nothing`() async throws {
        try await LedgerBench.with { ledger in
            let grain = BarcodeValue(code: "G", packQuantity: Quantity(tenThousandths: 1))
            try await ledger.variant("NUT", barcodes: [grain])
            try await ledger.variant("SAW", tracking: .serial)
            try await ledger.variant("MILK", tracking: .lot)
            try await ledger.receive(10, of: "NUT")
            let before = try await ledger.written()
            for mistake in Mistake.all {
                let problem = try await ledger.problem(
                    "postAdjustment",
                    LedgerBench.adjustment(mistake.lines, members: mistake.members)
                )
                #expect(problem.knownCode == .validationFailed, "\(mistake)")
                #expect(problem.errors.map(\.pointer) == [mistake.pointer], "\(mistake)")
                #expect(problem.errors.map(\.rule) == [mistake.rule], "\(mistake)")
            }
            #expect(try await ledger.written() == before)
        }
    }

    @Test func `nobody learns or sets what there is in the warehouse of others`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(10, of: "NUT")
            let elsewhere = Principal(
                id: UUID(),
                kind: .user,
                name: "eve",
                permissions: [.stockAdjust],
                warehouses: [.make()]
            )
            for expected in [9, 10, nil] as [Quantity?] {
                let problem = try await ledger.problem(
                    "postAdjustment",
                    LedgerBench.adjustment(LedgerBench.level(12, expecting: expected, of: "NUT")),
                    as: elsewhere
                )
                #expect(problem.knownCode == .forbidden)
                #expect(problem.extensions["actual"] == nil)
            }
            #expect(try await ledger.onHand("NUT") == 10)
        }
    }

    @Test func `what is promised to others is not set away`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(10, of: "NUT")
            _ = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"8"}]}"#
            )
            let level = LedgerBench.level(7, expecting: 10, of: "NUT")
            let verdict = try await ledger.verdict("postAdjustment", LedgerBench.adjustment(level))
            #expect(verdict == "409 insufficient-stock")
            #expect(try await ledger.onHand("NUT") == 10)
        }
    }

    @Test func `a document is in the book once, whatever is there by then`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            let body = LedgerBench.adjustment(
                LedgerBench.level(12, expecting: 0, of: "NUT"),
                members: #","reference":{"source":"erp","document":"4711"}"#
            )
            let key = ID<Entry>.make().rawValue
            let first = await ledger.ask("postAdjustment", body, messageID: key)
            #expect(first.status == 201)
            let again = await ledger.ask("postAdjustment", body, messageID: key)
            #expect(again.body == first.body)
            #expect(again.header("Idempotency-Replayed") == "true")
            #expect(try await ledger.verdict("postAdjustment", body) == "409 duplicate-reference")
            #expect(try await ledger.onHand("NUT") == 12)
        }
    }

    @Test func `a retry sets a level that came back, unless by its key or its document`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NUT")
            try await ledger.receive(10, of: "NUT")
            let level = LedgerBench.level(12, expecting: 10, of: "NUT")
            let sale = LedgerBench.sale(2, of: "NUT")

            let body = LedgerBench.adjustment(level)
            let key = ID<Entry>.make().rawValue
            let first = await ledger.ask("postAdjustment", body, messageID: key)
            #expect(first.status == 201)
            _ = try await ledger.succeed("postSale", sale)
            #expect(try await ledger.onHand("NUT") == 10)
            let again = await ledger.ask("postAdjustment", body, messageID: key)
            #expect(again.body == first.body)
            #expect(try await ledger.onHand("NUT") == 10)
            // With another key it is another adjustment, which undoes the sale.
            #expect(try await ledger.verdict("postAdjustment", body) == "201")
            #expect(try await ledger.onHand("NUT") == 12)

            _ = try await ledger.succeed("postSale", sale)
            let document = LedgerBench.adjustment(
                level,
                members: #","reference":{"source":"erp","document":"4711"}"#
            )
            #expect(try await ledger.verdict("postAdjustment", document) == "201")
            _ = try await ledger.succeed("postSale", sale)
            let verdict = try await ledger.verdict("postAdjustment", document)
            #expect(verdict == "409 duplicate-reference")
            #expect(try await ledger.onHand("NUT") == 10)
        }
    }
}
