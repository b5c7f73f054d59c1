import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Lists of entries by what they moved.
@Suite(.requiresPostgres)
struct EntryListTests {
    @Test func `the pages of a place or a variant hold each of its entries once, in order`()
        async throws
    {
        try await LedgerBench.with(limits: CommitLimits(committers: 1)) { ledger in
            let variants = [try await ledger.variant("EVEN"), try await ledger.variant("ODD")]
            // Entries of one batch are recorded at one time.
            for _ in 1...4 {
                let receipts = (0..<6).map { number in
                    Self.receipt(
                        of: variants[number % 2],
                        at: number < 4 ? ledger.bin : ledger.warehouse
                    )
                }
                _ = await ledger.committer.submit(receipts)
                _ = try await ledger.succeed(
                    "postTransfer",
                    #"{"from":"LDN-1","to":"LDN","lines":[{"sku":"ODD","quantity":"1"}]}"#
                )
            }
            let all = try await Self.walk(ledger, [:], limit: 50)
            #expect(all.count == 28)
            for limit in [1, 2, 3, 5] {
                for (query, count) in [
                    (["sku": "EVEN"], 12), (["sku": "ODD"], 16), (["location": "LDN-1"], 20),
                    (["location": "LDN"], 12), (["location": "LDN", "sku": "ODD"], 8),
                    (["locationTree": "LDN"], 28), (["sku": "ODD", "kind": "transfer"], 4),
                ] {
                    let page = try await Self.walk(ledger, query, limit: limit)
                    #expect(page.count == count, "\(query), \(limit) at a time")
                    #expect(page == all.filter(Set(page).contains), "\(query)")
                }
            }
        }
    }

    @Test func `entries of a place are within the times that are asked for`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("TIMED")
            for _ in 1...3 { try await ledger.receive(1, of: "TIMED") }
            let all = try await Self.walk(ledger, ["location": "LDN"], limit: 50)
            let middle = try await ledger.succeed("getEntry", path: ["entryId": all[1]])
            let time = try #require(middle["recordedAt"]?.text)
            let from = try await Self.walk(
                ledger,
                ["location": "LDN", "recordedFrom": time],
                limit: 50
            )
            let to = try await Self.walk(ledger, ["sku": "TIMED", "recordedTo": time], limit: 50)
            #expect(from == Array(all[...1]))
            #expect(to == Array(all[2...]))
        }
    }

    private static func receipt(
        of variant: ID<Variant>,
        at location: ID<Location>
    ) -> Submission {
        let line = Posting.Line(
            variant: .id(variant),
            quantity: 5,
            from: .virtual(.supplier),
            to: .id(location)
        )
        return Submission.test(
            .post(Posting(id: .make(), kind: .receive, about: Circumstances(), lines: [line]))
        )
    }

    /// The identifiers of all pages of a list.
    private static func walk(
        _ ledger: LedgerBench,
        _ filter: [String: String],
        limit: Int
    ) async throws -> [String] {
        try await ledger.items("listEntries", filter, limit: limit).map {
            try #require($0["id"]?.text)
        }
    }
}
