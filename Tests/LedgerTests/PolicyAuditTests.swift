import Contracts
import Foundation
import Kernel
import Messaging
import Postgres
import SealStore
import Sealing
import TestSupport
import Testing

@testable import Ledger

/// Whoever writes rows with SQL cannot get around a rule of approval without its being found.
@Suite(.requiresPostgres)
struct PolicyAuditTests {
    private let ann = LedgerBench.person("ann")
    private let bob = LedgerBench.person("bob")

    /// Runs `body` with 100 nuts of which one may correct 10, and with 40 that were approved.
    private func withLedger(
        _ body: (LedgerBench, _ file: String, _ limits: SealLimits) async throws -> Void
    ) async throws {
        try await LedgerBench.withKey { ledger, folder, keyFile in
            try await ledger.variant("NUT")
            try await ledger.receive(100, of: "NUT")
            try await ledger.rule(#""maximumQuantity":"10""#)
            let path = try await ledger.propose(-40, of: "NUT", as: self.ann)
            _ = try LedgerBench.document(
                await ledger.ask("approveProposal", "{}", path: path, as: self.bob)
            )
            try await body(
                ledger,
                folder.appending(path: "export.jsonl").path(),
                LedgerBench.sealLimits(movements: 2, keyFile: keyFile)
            )
        }
    }

    /// What is found in the database, which has to be found in a file of it as well.
    private func findings(_ ledger: LedgerBench, _ file: String) async throws -> [String] {
        let found = try await ledger.findings()
        try await ledger.export(to: file)
        let report = try ExportVerification().run(file: file)
        #expect(report.findings.map { "\($0.class.rawValue) \($0.sequence)" } == found)
        return found
    }

    /// A correction as somebody would write it who has all rights, in one transaction with others.
    private func correction(_ entry: UUID, reason: String = "'lost'") -> String {
        """
        INSERT INTO ledger.entry (
            id, kind, reason, effective_at, recorded_at, actor_kind, actor_id, actor_name, cause
        )
        VALUES (
            '\(entry)', 'adjust', \(reason), now(), now(), 'user', '\(self.ann.id)', 'ann',
            '\(entry)'
        );
        INSERT INTO ledger.movement (
            id, entry, line, variant, from_location, to_location, quantity, effective_at,
            recorded_at
        )
        SELECT gen_random_uuid(), '\(entry)', 1, variant.id, place.id, outside.id, 500000, now(),
            now()
        FROM ledger.variant, ledger.location AS place, ledger.location AS outside
        WHERE place.code = 'LDN' AND outside.kind = 'adjustment'
        """
    }

    private func approval(of entry: UUID, by actor: UUID, as id: UUID = UUID()) -> String {
        """
        INSERT INTO ledger.entry (
            id, kind, approves, authority, effective_at, recorded_at, actor_kind, actor_id,
            actor_name, cause
        )
        VALUES (
            '\(id)', 'approve', '\(entry)', 'entry.approve', now(), now(), 'user',
            '\(actor)', 'somebody', '\(entry)'
        )
        """
    }

    @Test func `what was approved passes, and is in the chain`() async throws {
        try await self.withLedger { ledger, file, limits in
            try await ledger.seal(limits)
            #expect(try await self.findings(ledger, file) == [])
            let blocks = try await ledger.rows("SELECT sum(movements)::bigint AS n FROM seal_block")
            // A receipt, a rule, and a correction with its approval.
            #expect(try blocks[0].decode("n", as: Int64.self) == 4)
        }
    }

    @Test func `what is approved is sealed together with the approval`() async throws {
        try await self.withLedger { ledger, file, limits in
            // In this order a block of two ends between both.
            let id = try #require(UUID(uuidString: "019aa3f0-0000-7000-8000-0000000000e1"))
            let word = try #require(UUID(uuidString: "019aa3f0-0000-7000-8000-0000000000e2"))
            try await ledger.post(1)
            try await ledger.tamper(
                self.correction(id),
                self.approval(of: id, by: self.bob.id, as: word)
            )
            try await ledger.seal(limits)
            #expect(try await self.findings(ledger, file) == [])
            let places = try await ledger.rows(
                """
                SELECT count(*)::bigint AS n
                FROM seal_block
                JOIN entry ON entry.id = seal_block.end_entry
                WHERE entry.kind = 'adjust' AND entry.id = \(ID<Entry>(id))
                """
            )
            #expect(try places[0].decode("n", as: Int64.self) == 0)
        }
    }

    @Test func `a count passes that somebody approved who did not count`() async throws {
        try await self.withLedger { ledger, file, limits in
            let path = ["countId": try await ledger.sheet(of: "NUT")]
            _ = try LedgerBench.document(
                await ledger.ask("submitCount", LedgerBench.seen(20), path: path, as: self.ann)
            )
            for approver in [self.ann, self.bob] {
                let answer = await ledger.ask("approveCount", "{}", path: path, as: approver)
                #expect(answer.status == 200)
            }
            #expect(try await ledger.onHand("NUT") == 20)
            try await ledger.seal(limits)
            #expect(try await self.findings(ledger, file) == [])
            try await ledger.tamper("DELETE FROM ledger.entry WHERE authority = 'count.approve'")
            #expect(try await ledger.findings().contains { $0.hasPrefix("unapproved") })
        }
    }

    @Test func `a correction that nobody approved is found`() async throws {
        try await self.withLedger { ledger, file, limits in
            try await ledger.tamper(self.correction(UUID()))
            try await ledger.seal(limits)
            #expect(try await self.findings(ledger, file) == ["unapproved 5"])
        }
    }

    @Test func `a correction that its own author approved is found`() async throws {
        try await self.withLedger { ledger, file, limits in
            let entry = UUID()
            try await ledger.tamper(
                self.correction(entry),
                self.approval(of: entry, by: self.ann.id)
            )
            try await ledger.seal(limits)
            let found = try await self.findings(ledger, file)
            #expect(found.map { $0.prefix { $0 != " " } } == ["approved-by-the-same"])
        }
    }

    @Test func `a correction without a reason is found`() async throws {
        try await self.withLedger { ledger, file, limits in
            try await ledger.tamper(self.correction(UUID(), reason: "NULL"))
            try await ledger.seal(limits)
            #expect(
                try await self.findings(ledger, file) == ["unapproved 5", "without-reason 5"]
            )
        }
    }

    @Test func `an approval that is deleted afterwards is missed`() async throws {
        try await self.withLedger { ledger, file, limits in
            try await ledger.seal(limits)
            try await ledger.tamper("DELETE FROM ledger.entry WHERE kind = 'approve'")
            let found = try await ledger.findings()
            let classes = Set(found.map { String($0.prefix { $0 != " " }) })
            #expect(classes == ["deleted", "unapproved"])
        }
    }

    @Test func `a rule that is loosened afterwards is found`() async throws {
        try await self.withLedger { ledger, file, limits in
            try await ledger.seal(limits)
            try await ledger.tamper(
                "UPDATE ledger.entry SET terms = replace(terms, '10', '99') WHERE kind = 'rule'"
            )
            #expect(try await ledger.findings().contains { $0.hasPrefix("changed") })
        }
    }
}
