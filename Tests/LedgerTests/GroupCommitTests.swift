import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

@Suite(.requiresPostgres)
struct GroupCommitTests {
    @Test func `of two hundred requests for the last unit one wins`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("LAST")
            try await ledger.receive(1, of: "LAST")
            let answers = await withTaskGroup { group in
                for _ in 0..<200 {
                    group.addTask { await ledger.ask("postSale", LedgerBench.sale(1, of: "LAST")) }
                }
                return await group.reduce(into: [OperationResponse]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 201 } == 1)
            let refusals = answers.filter { $0.status != 201 }
            for refusal in refusals {
                let problem = try MessageCoding.decode(Problem.self, from: refusal.body)
                #expect(problem.knownCode == .insufficientStock)
                #expect(problem.extensions["requested"] == "1")
                #expect(problem.extensions["available"] == "0")
            }
            #expect(refusals.count == 199)
            #expect(try await ledger.onHand("LAST") == 0)
        }
    }

    @Test func `replicas side by side give out each unit once`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("SHARED")
            try await ledger.receive(50, of: "SHARED")
            let pool = PostgresPool(ledger.database.configuration)
            let replica = GroupCommitter(database: pool)
            let statuses = try await withRunning([pool, replica]) {
                let other = LedgerOperations(committer: replica, database: pool)
                let second = LedgerBench(
                    database: ledger.database,
                    committer: replica,
                    operations: other,
                    warehouse: ledger.warehouse,
                    bin: ledger.bin
                )
                return await withTaskGroup { group in
                    for number in 0..<120 {
                        let bench = number.isMultiple(of: 2) ? ledger : second
                        group.addTask {
                            await bench.ask("postSale", LedgerBench.sale(1, of: "SHARED")).status
                        }
                    }
                    return await group.reduce(into: [Int]()) { $0.append($1) }
                }
            }
            #expect(statuses.count { $0 == 201 } == 50)
            #expect(statuses.count { $0 == 409 } == 70)
            #expect(try await ledger.onHand("SHARED") == 0)
        }
    }

    @Test func `first receipts of one variant at the same time are all counted`() async throws {
        try await LedgerBench.with(limits: CommitLimits(committers: 4, batchCommands: 3)) {
            ledger in
            try await ledger.variant("NEW")
            try await withThrowingTaskGroup { group in
                for _ in 0..<40 { group.addTask { _ = try await ledger.receive(1, of: "NEW") } }
                try await group.waitForAll()
            }
            #expect(try await ledger.onHand("NEW") == 40)
        }
    }

    @Test func `the same request ten times has one effect and one answer`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("ONCE")
            try await ledger.receive(100, of: "ONCE")
            let id = ID<Entry>.make().rawValue
            let answers = await withTaskGroup { group in
                for _ in 0..<10 {
                    group.addTask {
                        await ledger.ask(
                            "postSale",
                            LedgerBench.sale(3, of: "ONCE"),
                            messageID: id
                        )
                    }
                }
                return await group.reduce(into: [OperationResponse]()) { $0.append($1) }
            }
            #expect(Set(answers.map(\.status)) == [201])
            #expect(Set(answers.map(\.body)).count == 1)
            #expect(answers.count { $0.header("Idempotency-Replayed") == "true" } == 9)
            #expect(try await ledger.onHand("ONCE") == 97)

            let other = await ledger.ask(
                "postSale",
                LedgerBench.sale(4, of: "ONCE"),
                messageID: id
            )
            let problem = try MessageCoding.decode(Problem.self, from: other.body)
            #expect(problem.knownCode == .idempotencyKeyReused)
        }
    }

    @Test func `a refusal is answered again, and what came since does not change it`() async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("LATE")
            let id = ID<Entry>.make().rawValue
            let body = LedgerBench.sale(1, of: "LATE")
            #expect(await ledger.ask("postSale", body, messageID: id).status == 409)
            try await ledger.receive(1, of: "LATE")
            #expect(await ledger.ask("postSale", body, messageID: id).status == 409)
            #expect(await ledger.ask("postSale", body).status == 201)
        }
    }

    @Test func `a refused command leaves the others of its batch alone`() async throws {
        try await LedgerBench.with(limits: CommitLimits(committers: 1)) { ledger in
            try await ledger.variant("PLENTY")
            try await ledger.variant("NONE")
            try await ledger.receive(40, of: "PLENTY")
            let statuses = await withTaskGroup { group in
                for number in 0..<80 {
                    let sku = number.isMultiple(of: 2) ? "PLENTY" : "NONE"
                    group.addTask {
                        await ledger.ask("postSale", LedgerBench.sale(1, of: sku)).status
                    }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 201 } == 40)
            #expect(statuses.count { $0 == 409 } == 40)
        }
    }

    @Test func `lines of one SKU are summed, and the field is named`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("TWICE")
            try await ledger.receive(5, of: "TWICE")
            let line = #"{"sku":"TWICE","quantity":"3"}"#
            let answer = await ledger.ask(
                "postSale",
                #"{"location":"LDN","lines":[\#(line),\#(line)]}"#
            )
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            #expect(problem.knownCode == .insufficientStock)
            #expect(problem.extensions["requested"] == "6")
            #expect(problem.extensions["available"] == "5")
            #expect(problem.errors.map(\.pointer) == ["/lines/0"])
            #expect(try await ledger.onHand("TWICE") == 5)
        }
    }

    @Test func `a variant that becomes known in time is waited for`() async throws {
        try await LedgerBench.with { ledger in
            async let answer = ledger.ask(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"SOON","quantity":"1"}]}"#
            )
            try await Task.sleep(for: .milliseconds(100))
            try await ledger.variant("SOON")
            #expect(await answer.status == 201)

            let hasty = await ledger.ask(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"NEVER","quantity":"1"}]}"#,
                budget: .milliseconds(200)
            )
            let problem = try MessageCoding.decode(Problem.self, from: hasty.body)
            #expect(problem.knownCode == .unknownVariant)
            #expect(problem.errors.map(\.pointer) == ["/lines/0/sku"])
        }
    }

    @Test func `what a principal may not touch is refused and not remembered`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("MINE")
            let elsewhere = Principal(
                id: UUID(),
                kind: .user,
                name: "picker",
                permissions: [.stockReceive],
                warehouses: [.make()]
            )
            let body = #"{"location":"LDN","lines":[{"sku":"MINE","quantity":"1"}]}"#
            let id = ID<Entry>.make().rawValue
            let answer = await ledger.ask("postReceipt", body, as: elsewhere, messageID: id)
            #expect(answer.status == 403)
            let claims = try await ledger.rows(
                "SELECT FROM request_log WHERE message_id = \(id)"
            )
            #expect(claims.isEmpty)
            #expect(try await ledger.onHand("MINE") == 0)
        }
    }

    @Test func `a dry run answers what would be and leaves nothing`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("TRIAL")
            let answer = await ledger.ask(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"TRIAL","quantity":"7"}]}"#,
                query: ["dryRun": "true"]
            )
            #expect(answer.status == 200)
            #expect(try await ledger.onHand("TRIAL") == 0)
            #expect(try await ledger.rows("SELECT FROM entry").isEmpty)
        }
    }
}
