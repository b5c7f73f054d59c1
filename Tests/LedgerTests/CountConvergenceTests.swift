import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Facts and counts that reach the ledger in any order come to the same.
@Suite(.requiresPostgres)
struct CountConvergenceTests {
    private enum Fact {
        case sale(Quantity, at: Int64)
        case receipt(Quantity, at: Int64)
        case count(Quantity, at: Int64)
    }

    private func tell(
        _ fact: Fact,
        of sku: String,
        _ variant: ID<Variant>,
        to ledger: LedgerBench
    ) async throws {
        switch fact {
        case .sale(let quantity, let minute):
            try await ledger.tell(.sale, quantity, of: variant, at: minute)
        case .receipt(let quantity, let minute):
            try await ledger.tell(.receive, quantity, of: variant, at: minute)
        case .count(let seen, let minute):
            try await ledger.count(seen, of: sku, at: minute)
        }
    }

    private func result(
        of facts: [Fact],
        as sku: String,
        in ledger: LedgerBench
    ) async throws -> (onHand: Quantity, residuals: [Quantity?]) {
        let variant = try await ledger.variant(sku)
        try await ledger.tell(.receive, 100, of: variant, at: 0)
        for fact in facts { try await self.tell(fact, of: sku, variant, to: ledger) }
        try await ledger.watch()
        return (try await ledger.onHand(sku), try await ledger.residuals(variant))
    }

    private static func orders(of facts: [Fact]) -> [[Fact]] {
        guard facts.count > 1 else { return [facts] }
        return facts.indices.flatMap { index in
            var rest = facts
            let first = rest.remove(at: index)
            return Self.orders(of: rest).map { [first] + $0 }
        }
    }

    @Test func `a late sale explains what was counted, in every order of arrival`() async throws {
        // Minutes after 13:00: two sold offline, 95 seen, three sold, and forty received.
        let facts: [Fact] = [
            .sale(2, at: 25), .count(95, at: 30), .sale(3, at: 10), .receipt(40, at: 40),
        ]
        let orders = Self.orders(of: facts)
        #expect(orders.count == 24)
        try await LedgerBench.with { ledger in
            for (number, order) in orders.enumerated() {
                let result = try await self.result(of: order, as: "P\(number)", in: ledger)
                #expect(result.onHand == 135)
                #expect(result.residuals == [0])
            }
        }
    }

    @Test(arguments: [5, 1_867] as [UInt64])
    func `any history comes to the same in any order`(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let histories = (0..<4).map { _ in
            let facts: [Fact] = (1...8).map { place in
                let minute = Int64(place)
                let quantity = Quantity(
                    tenThousandths: Int64.random(in: 1...400_000, using: &generator)
                )
                return switch Int.random(in: 0..<4, using: &generator) {
                case 0: .count(quantity, at: minute)
                case 1: .receipt(quantity, at: minute)
                default: .sale(quantity, at: minute)
                }
            }
            return [facts, facts.shuffled(using: &generator), facts.reversed()]
        }
        try await LedgerBench.with { ledger in
            for (number, orders) in histories.enumerated() {
                var model = Quantity(100)
                for fact in orders[0] {
                    switch fact {
                    case .sale(let quantity, _): model -= quantity
                    case .receipt(let quantity, _): model += quantity
                    case .count(let seen, _): model = seen
                    }
                }
                var residuals: [[Quantity?]] = []
                for (order, facts) in orders.enumerated() {
                    let sku = "H\(number)-\(order)"
                    let result = try await self.result(of: facts, as: sku, in: ledger)
                    #expect(result.onHand == model)
                    residuals.append(result.residuals)
                }
                #expect(residuals.allSatisfy { $0 == residuals[0] })
            }
        }
    }

    @Test func `an approval and a reservation have one outcome`() async throws {
        try await LedgerBench.with { ledger in
            for number in 0..<6 {
                let sku = "RACE\(number)"
                let variant = try await ledger.variant(sku)
                try await ledger.tell(.receive, 5, of: variant, at: 0)
                let path = ["countId": try await ledger.sheet(of: sku)]
                _ = try await ledger.succeed("submitCount", LedgerBench.seen(0), path: path)
                async let approval = ledger.ask("approveCount", "{}", path: path)
                async let promise = ledger.ask(
                    "createReservation",
                    #"{"warehouse":"LDN","lines":[{"sku":"\#(sku)","quantity":"5"}]}"#
                )
                let (approved, reserved) = await (approval, promise)
                #expect(approved.status == 200)
                let rows = try await ledger.rows(
                    "SELECT on_hand, reserved, is_short FROM availability WHERE variant = \(variant)"
                )
                #expect(try rows[0].decode("on_hand", as: Quantity.self) == 0)
                let isPromised = reserved.status == 201
                #expect(isPromised || reserved.status == 409)
                #expect(try rows[0].decode("reserved", as: Quantity.self) == (isPromised ? 5 : 0))
                #expect(try rows[0].decode("is_short", as: Bool.self) == isPromised)
            }
        }
    }

    @Test func `a crash between the approval and its entry is made up for`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.tell(.receive, 10, of: variant, at: 0)
            let id = try await ledger.sheet(of: "NUT")
            let path = ["countId": id]
            _ = try await ledger.succeed("submitCount", LedgerBench.seen(7, at: 5), path: path)
            // Only the first half of what an approval does.
            try await ledger.approveOnly(id)
            #expect(try await ledger.onHand("NUT") == 10)
            #expect(try await ledger.residuals(variant) == [nil])
            try await ledger.watch()
            #expect(try await ledger.onHand("NUT") == 7)
            #expect(try await ledger.residuals(variant) == [-3])
        }
    }

    @Test func `a crash between an entry and what is noted of it makes no second one`() async throws
    {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.tell(.receive, 10, of: variant, at: 0)
            try await ledger.count(7, of: "NUT", at: 5)
            try await ledger.tell(.sale, 2, of: variant, at: 3)
            // The position moves on, and the entry is made; nothing else.
            try await eventually("the sale is looked at") {
                _ = try await ledger.watcher.advance()
                return try await ledger.rows(
                    "SELECT FROM count_result WHERE marks > settled"
                ).count == 1
            }
            let ids: [ID<CountResult>] = try await ledger.rows("SELECT id FROM count_result")
                .map { try $0.decode("id") }
            let book = try await ledger.database.pool.withTransaction(.readOnly) { transaction in
                try CountBook(of: ids, in: transaction)
            }
            #expect(book.postings.count == 1)
            for posting in book.postings {
                let outcome = await ledger.committer.submit(
                    Submission(
                        instruction: Instruction(
                            .post(posting),
                            by: CountSettler.actor,
                            with: Authority(mayOversell: true)
                        ),
                        origin: .clock,
                        cause: nil,
                        patience: .now
                    )
                )
                guard case .done = outcome else {
                    Issue.record("\(outcome)")
                    return
                }
            }
            try await ledger.watch()
            #expect(try await ledger.corrections(variant) == 2)
            #expect(try await ledger.onHand("NUT") == 7)
            #expect(try await ledger.residuals(variant) == [-1])
        }
    }

    @Test func `several who evaluate at once make one correction`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("NUT")
            try await ledger.tell(.receive, 10, of: variant, at: 0)
            try await ledger.count(7, of: "NUT", at: 5)
            try await ledger.tell(.sale, 2, of: variant, at: 3)
            let ids: [ID<CountResult>] = try await ledger.rows("SELECT id FROM count_result")
                .map { try $0.decode("id") }
            try await withThrowingTaskGroup { group in
                for _ in 0..<6 { group.addTask { try await ledger.settler.settle(ids) } }
                try await group.waitForAll()
            }
            #expect(try await ledger.corrections(variant) == 2)
            #expect(try await ledger.onHand("NUT") == 7)
        }
    }

    @Test func `the service's role cannot change what was seen`() async throws {
        try await LedgerBench.with { ledger in
            for statement in [
                "UPDATE count_result SET seen = 0", "UPDATE count_result SET observed_at = now()",
                "DELETE FROM count_result", "UPDATE count_look SET seen = 0",
                "DELETE FROM count_look", "UPDATE count_change SET state = 'open'",
                "DELETE FROM stock_count",
            ] {
                await #expect(throws: PostgresError.self) {
                    _ = try await ledger.rows(SQL(verbatim: statement))
                }
            }
        }
    }
}

extension LedgerBench {
    /// Approves a count without having the book follow, as a process does that ends in between.
    fileprivate func approveOnly(_ id: String) async throws {
        let messageID = ID<Entry>.make().rawValue
        let response = await TransactionalOperations(
            [ApproveCount()],
            database: self.database.pool
        ).respond(
            to: OperationRequest(
                operation: ApproveCount.id,
                principal: LedgerBench.admin,
                path: ["countId": id],
                body: Array("{}".utf8),
                messageID: messageID,
                idempotencyKey: messageID.uuidString
            )
        )
        #expect(response.status == 200)
    }
}
