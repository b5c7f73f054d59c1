import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// How well book and shelves agree, over several counts, by figures that were added up by hand.
@Suite(.requiresPostgres)
struct CountAccuracyTests {
    /// An article at a place: what the book has, and what somebody sees.
    private typealias Line = (sku: String, location: String, book: Quantity, seen: Quantity)

    /// Six lines of two counts in London, one line in Leeds, and a late sale of two nuts.
    private static func counted(_ body: (LedgerBench) async throws -> Void) async throws {
        try await LedgerBench.with { ledger in
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"LEEDS","name":"Leeds","kind":"warehouse"}"#
            )
            for sku in ["NUT", "BOLT", "NAIL", "SCREW"] { try await ledger.variant(sku) }
            try await Self.count(
                [
                    ("NUT", "LDN", book: 100, seen: 97), ("BOLT", "LDN", book: 50, seen: 51),
                    ("NAIL", "LDN", book: 20, seen: 20),
                ],
                tolerance: #""quantity":"1","percent":"0""#,
                in: ledger
            )
            try await Self.count(
                [
                    ("BOLT", "LDN-1", book: 10, seen: 9), ("SCREW", "LDN", book: 40, seen: 50),
                    ("SCREW", "LDN-1", book: 5, seen: 0),
                ],
                tolerance: #""quantity":"0","percent":"10""#,
                in: ledger
            )
            try await Self.count(
                [("NUT", "LEEDS", book: 30, seen: 24)],
                tolerance: #""quantity":"5","percent":"0""#,
                in: ledger
            )
            let nut = try await ledger.rows("SELECT id FROM variant WHERE sku = 'NUT'")[0]
                .decode("id", as: ID<Variant>.self)
            try await ledger.tell(.sale, 2, of: nut, at: 20)
            try await ledger.watch()
            try await body(ledger)
        }
    }

    /// Receives at the first minute what the book is to have, and counts at the thirtieth.
    private static func count(
        _ lines: [Line],
        tolerance: String,
        in ledger: LedgerBench
    ) async throws {
        for line in lines {
            let start = LedgerBench.minute(0)
            try await ledger.receive(line.book, of: line.sku, at: line.location, effectiveAt: start)
        }
        let targets = lines.map { #"{"sku":"\#($0.sku)","location":"\#($0.location)"}"# }
        let sheet = try await ledger.succeed(
            "createCount",
            """
            {"lines":[\(targets.joined(separator: ","))],"tolerance":{\(tolerance)},
            "soleApproval":"1000"}
            """
        )
        let path = ["countId": try #require(sheet["id"]?.text)]
        func look(at numbers: some Sequence<Int>) async throws -> JSONValue {
            let seen = numbers.map { number in
                #"{"line":\#(number),"quantity":"\#(lines[number - 1].seen)","#
                    + #""observedAt":"\#(LedgerBench.minute(30))"}"#
            }
            return try await ledger.succeed(
                "submitCount",
                #"{"alone":true,"lines":[\#(seen.joined(separator: ","))]}"#,
                path: path
            )
        }
        let first = try await look(at: 1...lines.count)["lines"]?.elements ?? []
        // What is out of tolerance is looked at again.
        let again = first.indices.filter { first[$0]["state"]?.text == "recount" }.map { $0 + 1 }
        if !again.isEmpty { _ = try await look(at: again) }
        let done = try await ledger.succeed("approveCount", "{}", path: path)
        #expect(done["state"]?.text == "approved")
    }

    /// Lines, those within tolerance, their share, what is missing, too much and explained.
    private static func figures(
        _ query: [String: String] = [:],
        in ledger: LedgerBench
    ) async throws -> [String: [String]] {
        let answer = try await ledger.succeed("getCountAccuracy", query: query)
        let warehouses = (answer["warehouses"]?.elements ?? []).map { figures in
            (
                figures["warehouse"]?["code"]?.text ?? "",
                ["lines", "withinTolerance"].map { name in
                    guard case .integer(let count)? = figures[name] else { return "?" }
                    return "\(count)"
                }
                    + ["accuracy", "shrinkage", "overage", "explained"].map {
                        figures[$0]?.text ?? "?"
                    }
            )
        }
        return Dictionary(uniqueKeysWithValues: warehouses)
    }

    @Test func `the figures of a warehouse are those of all lines of all of its counts`()
        async throws
    {
        try await Self.counted { ledger in
            // Missing are a nut (two of three were sold), a bolt and five screws; too much are a bolt
            // and ten screws. Out of tolerance are both lines of screws, and the nuts of Leeds.
            let figures = try await Self.figures(in: ledger)
            #expect(figures["LDN"] == ["6", "4", "66.67", "7", "11", "-2"])
            #expect(figures["LEEDS"] == ["1", "0", "0", "6", "0", "0"])
            #expect(figures.count == 2)
        }
    }

    @Test func `figures are told of a warehouse, an article and a time`() async throws {
        try await Self.counted { ledger in
            let leeds = try await Self.figures(["warehouse": "LEEDS"], in: ledger)
            #expect(leeds == ["LEEDS": ["1", "0", "0", "6", "0", "0"]])
            let nuts = try await Self.figures(["sku": "NUT"], in: ledger)
            #expect(nuts["LDN"] == ["1", "1", "100", "1", "0", "-2"])
            #expect(nuts["LEEDS"] == ["1", "0", "0", "6", "0", "0"])
            let screws = try await Self.figures(["sku": "SCREW"], in: ledger)
            #expect(screws == ["LDN": ["2", "0", "0", "5", "10", "0"]])
            let minute = LedgerBench.minute(30)
            let later = minute.advanced(by: .microseconds(1))
            let before = try await Self.figures(["until": "\(minute)"], in: ledger)
            let after = try await Self.figures(["from": "\(later)"], in: ledger)
            #expect(before.isEmpty && after.isEmpty)
            let then = ["from": "\(minute)", "until": "\(later)"]
            let counted = try await Self.figures(then, in: ledger)
            #expect(counted.count == 2)
        }
    }

    @Test func `a sheet that was given up or is not approved is in no figure`() async throws {
        try await Self.counted { ledger in
            let before = try await Self.figures(in: ledger)
            for operation in ["cancelCount", nil] {
                let path = ["countId": try await ledger.sheet(of: "NAIL")]
                _ = try await ledger.succeed("submitCount", LedgerBench.seen(1), path: path)
                if let operation { _ = try await ledger.succeed(operation, "{}", path: path) }
            }
            try await ledger.watch()
            #expect(try await Self.figures(in: ledger) == before)
        }
    }
}
