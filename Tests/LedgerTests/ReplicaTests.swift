import Contracts
import Foundation
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What a streaming standby answers, and what happens when it does not.
@Suite(
    .serialized,
    .enabled(if: PrivatePostgres.isInstalled),
    .timeLimit(.minutes(3))
)
struct ReplicaTests {
    @Test func `a query is answered by the standby, and everything else by the primary`()
        async throws
    {
        try await ReplicaBench.with { bench in
            try await bench.keepsUp()
            #expect(try await bench.answering() == .standby)
            let operations = TransactionalOperations(
                [AskedQuery(), AskedDocument()],
                database: bench.ledger.database.pool,
                desk: bench.desk
            )
            let query = await operations.respond(to: LedgerBench.request(AskedQuery.id))
            let document = await operations.respond(to: LedgerBench.request(AskedDocument.id))
            #expect(String(decoding: query.body, as: UTF8.self) == "true")
            #expect(String(decoding: document.body, as: UTF8.self) == "false")
        }
    }

    @Test func `every query of the ledger can be answered by a standby`() async throws {
        try await ReplicaBench.with { bench in
            try await bench.ledger.variant("NUT")
            try await bench.ledger.receive(5, of: "NUT")
            try await bench.shows(1)
            let lot = try await bench.ledger.lot("A", of: "EGG", expires: "2031-01-01")
            let promise = try await bench.ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"1"}]}"#
            )
            let entry = try await bench.ledger.receive(1, of: "NUT")
            let serial = try await bench.piece()
            let period = try await bench.ledger.period(
                "Past",
                from: LedgerBench.daysAgo(9),
                until: LedgerBench.daysAgo(5)
            )
            try await bench.ledger.closeAndSeal(period)
            let path = try await bench.ledger.unit("P1", in: "LDN").merging(
                [
                    "sku": "NUT", "lotId": lot.description, "entryId": entry.description,
                    "reservationId": #require(promise["id"]?.text), "periodId": period,
                    "serialId": serial,
                ]
            ) { $1 }
            try await eventually("the standby shows what was made last") {
                let replica = try #require(bench.desk.replica)
                return try await replica.read("SELECT FROM handling_unit").count == 1
            }
            try await bench.shows(3)
            // A fallback would hide that the standby cannot.
            let standby = ReadDesk(primary: try #require(bench.desk.replica))
            let operations = TransactionalOperations(
                LedgerOperations.others().filter { $0 is any Query },
                database: standby.primary,
                desk: standby
            )
            for id in LedgerOperations.others().filter({ $0 is any Query }).map({ type(of: $0).id })
            {
                let answer = await operations.respond(to: LedgerBench.request(id, path: path))
                let text = String(decoding: answer.body, as: UTF8.self)
                #expect(answer.status == 200, "\(id): \(text)")
            }
            for id in LedgerOperations.readers.keys {
                let answer = await bench.asked.ask(id, path: path)
                #expect(answer.status == 200, "\(id)")
            }
        }
    }

    @Test func `an entry under way on the primary keeps back the horizon of the standby`()
        async throws
    {
        try await ReplicaBench.with { bench in
            let replica = try #require(bench.desk.replica)
            try await bench.ledger.variant("NUT")
            let administration = bench.ledger.database.administration
            try await PostgresSession.with(administration) { session in
                try await session.execute(script: "BEGIN; \(JournalHorizon.hold.text)")
                let held = Timestamp.now
                try await bench.ledger.receive(5, of: "NUT")
                try await bench.shows(1)
                for _ in 0..<3 { await bench.watch.check() }
                #expect(try await ReplicaMark.horizon(on: replica) < held)
                let early = try await bench.asked.succeed("listEntries")
                #expect(early.items.isEmpty)
                // Locks of the primary are not to be seen on the standby, so what finds the horizon
                // there is wrong here: it has passed what is still under way.
                let own = try JournalHorizon(try await replica.read(JournalHorizon.statement)[0])
                #expect(own.time > held)
                try await session.execute(script: "COMMIT")
            }
            try await eventually("the entry is within the horizon") {
                try await bench.asked.succeed("listEntries").items.count == 1
            }
        }
    }

    @Test func `whatever a list of the standby calls complete stays so while entries are posted`()
        async throws
    {
        try await ReplicaBench.with { bench in
            try await bench.ledger.variant("NUT")
            let seen = try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<20 { try await bench.ledger.receive(1, of: "NUT") }
                    }
                }
                var seen: [(to: Timestamp, count: Int)] = []
                for _ in 0..<40 {
                    let page = try await bench.asked.succeed("listEntries", query: ["limit": "500"])
                    let to = try #require(page["recordedTo"]?.text.flatMap { Timestamp($0) })
                    seen.append((to, page.items.count))
                }
                try await group.waitForAll()
                return seen
            }
            for (to, count) in seen {
                let rows = try await bench.ledger.rows(
                    "SELECT FROM entry WHERE recorded_at < \(to)"
                )
                #expect(rows.count == count)
            }
        }
    }
}

/// Tells whether a standby answers, as something that may be a moment old.
private struct AskedQuery: Query {
    static let id = "listLots"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try .json(transaction.execute("SELECT pg_is_in_recovery()")[0].decode(0, as: Bool.self))
    }
}

/// Tells whether a standby answers, as a document that somebody may change next.
private struct AskedDocument: Messaging.Operation {
    static let id = "getLot"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try AskedQuery().perform(request, in: transaction)
    }
}

extension ReplicaBench {
    /// Makes a piece known, and returns its identifier.
    fileprivate func piece() async throws -> String {
        try await self.ledger.variant("BIKE", tracking: .serial)
        let reference = #"{"source":"erp","document":"PO-1"}"#
        let line = #"{"sku":"BIKE","quantity":"1","serials":["B-1"]}"#
        _ = try await self.ledger.succeed(
            "postReceipt",
            #"{"location":"LDN","reference":\#(reference),"lines":[\#(line)]}"#
        )
        let pieces = try await self.ledger.items("listSerials", ["sku": "BIKE"], limit: 2)
        return try #require(pieces.first?["id"]?.text)
    }
}
