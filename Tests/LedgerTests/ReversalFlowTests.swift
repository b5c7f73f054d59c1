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
struct ReversalFlowTests {
    private static func undo(_ quantity: Quantity, line: Int = 1) -> String {
        #"{"reason":"cancelled","lines":[{"line":\#(line),"quantity":"\#(quantity)"}]}"#
    }

    @Test func `an entry is undone in parts, and says how much`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("PART")
            let entry = try await ledger.receive(5, of: "PART")
            let path = ["entryId": entry.description]
            let first = try await ledger.succeed("reverseEntry", Self.undo(2), path: path)
            let read = try await ledger.succeed("getEntry", path: path)
            let movement = try #require(read["movements"]?.elements.first)
            #expect(movement["reversed"]?.text == "2")
            #expect(first["movements"]?.elements.first?["reversedMovementId"] == movement["id"])
            #expect(read["reversedByEntryId"] == nil)

            let far = await ledger.ask("reverseEntry", Self.undo(4), path: path)
            let problem = try MessageCoding.decode(Problem.self, from: far.body)
            #expect(problem.errors.map(\.pointer) == ["/lines/0/quantity"])
            #expect(problem.errors.map(\.rule) == ["left"])
            #expect(problem.detail == "Only 3 of line 1 of the entry is left to undo.")

            let last = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"other"}"#,
                path: path
            )
            #expect(try await ledger.onHand("PART") == 0)
            let undone = try await ledger.succeed("getEntry", path: path)
            #expect(undone["reversedByEntryId"] == last["id"])
            let listed = try await ledger.succeed("listEntries", query: ["kind": "receive"])
            #expect(listed.items.map { $0["reversedByEntryId"] } == [last["id"]])
            let again = await ledger.ask("reverseEntry", Self.undo(1), path: path)
            #expect(again.status == 409)
            let refused = try MessageCoding.decode(Problem.self, from: again.body)
            #expect(refused.code == ProblemCode.alreadyReversed.rawValue)
        }
    }

    @Test(arguments: ["{}", #"{"line":1,"movementId":"019aa3f0-0000-7000-8000-0000000000f1"}"#])
    func `a line names one thing`(line: String) async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("NAME")
            let entry = try await ledger.receive(5, of: "NAME")
            let answer = await ledger.ask(
                "reverseEntry",
                #"{"reason":"cancelled","lines":[\#(line)]}"#,
                path: ["entryId": entry.description]
            )
            #expect(answer.status == 422)
            let problem = try MessageCoding.decode(Problem.self, from: answer.body)
            #expect(problem.errors.map(\.pointer) == ["/lines/0"])
        }
    }

    @Test func `of parts undone at a time as many take effect as there is`() async throws {
        let limits = CommitLimits(committers: 4, batchCommands: 2)
        try await LedgerBench.with(limits: limits) { ledger in
            try await ledger.variant("RACE")
            try await ledger.receive(20, of: "RACE")
            let entry = try await ledger.receive(10, of: "RACE")
            let statuses = await withTaskGroup { group in
                for _ in 0..<30 {
                    group.addTask {
                        await ledger.ask(
                            "reverseEntry",
                            Self.undo(1),
                            path: ["entryId": entry.description]
                        ).status
                    }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 201 } == 10)
            #expect(statuses.count { $0 == 409 } == 20)
            #expect(try await ledger.onHand("RACE") == 20)
            let numbers = try await ledger.rows(
                "SELECT reversal_number FROM entry WHERE reverses = \(entry) ORDER BY 1"
            ).map { try $0.decode("reversal_number", as: Int32.self) }
            #expect(numbers == Array(1...10))
        }
    }

    @Test func `a part that was decided on an old state is decided again`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("OLD")
            let entry = try await ledger.receive(5, of: "OLD")
            try await PostgresSession.with(ledger.database.administration) { session in
                // Another ledger undoes three, and has not committed yet.
                try await session.execute(
                    script: """
                        begin;
                        select from availability for update;
                        insert into entry (id, kind, reverses, reversal_number, undoes_rest,
                            effective_at, recorded_at, actor_kind, actor_name, cause)
                        select gen_random_uuid(), 'reverse', id, 1, false, now(), now(), 'user',
                            'x', cause
                        from entry where id = '\(entry)';
                        insert into movement (id, entry, line, variant, from_location, to_location,
                            quantity, reverses, effective_at, recorded_at)
                        select gen_random_uuid(), reversal.id, 1, variant, to_location,
                            from_location, 30000, movement.id, reversal.effective_at,
                            reversal.recorded_at
                        from movement, entry as reversal
                        where reversal.reverses = movement.entry;
                        """
                )
                async let undone = ledger.succeed(
                    "reverseEntry",
                    #"{"reason":"other"}"#,
                    path: ["entryId": entry.description]
                )
                try await RaceTests.waitsForLock(ledger)
                try await session.execute(script: "commit")
                let rest = try await undone
                #expect(rest["movements"]?.elements.map { $0["quantity"]?.text } == ["2"])
            }
        }
    }

    @Test func `a shipment that is undone can be shipped again`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("BACK")
            try await ledger.receive(5, of: "BACK")
            let reservation = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"BACK","quantity":"4"}]}"#
            )
            let path = ["reservationId": try #require(reservation["id"]?.text)]
            let shipped = try await ledger.succeed("consumeReservation", "{}", path: path)
            let entry = try #require(shipped["entry"]?["id"]?.text)
            _ = try await ledger.succeed("reverseEntry", Self.undo(3), path: ["entryId": entry])
            let read = try await ledger.succeed("getReservation", path: path)
            #expect(read["state"]?.text == "pending")
            #expect(read["lines"]?.elements.map { $0["open"]?.text } == ["3"])
            let stock = try await ledger.succeed("getStock", path: ["sku": "BACK"])
            #expect(stock["onHand"]?.text == "4")
            #expect(stock["available"]?.text == "1")
            let told: [ReservationChanged] = try await ledger.facts()
            #expect(told.map(\.version) == [1, 2, 3])
            #expect(told.map(\.state) == [.pending, .consumed, .pending])
            _ = try await ledger.succeed("consumeReservation", "{}", path: path)
            #expect(try await ledger.onHand("BACK") == 1)
        }
    }

    @Test func `a till voids what is left of a sale`() async throws {
        try await LedgerBench.with { ledger in
            let variant = try await ledger.variant("VOID")
            try await ledger.receive(5, of: "VOID")
            let processor = LedgerCommandProcessor(committer: ledger.committer)
            let sale = try ledger.tillSale(3, of: variant, document: "A-1")
            #expect(await processor.process([sale]) == [.done])
            let entry = try await ledger.rows("SELECT id FROM entry WHERE kind = 'sale'")[0]
                .decode("id", as: ID<Entry>.self)
            _ = try await ledger.succeed(
                "reverseEntry",
                Self.undo(1),
                path: ["entryId": entry.description]
            )
            #expect(try await ledger.onHand("VOID") == 3)
            #expect(await processor.process([try ledger.tillVoid("V-1", of: "A-1")]) == [.done])
            #expect(try await ledger.onHand("VOID") == 5)
            #expect(await processor.process([try ledger.tillVoid("V-2", of: "A-1")]) == [.done])
            let refusals: [CommandRefused] = try await ledger.facts()
            #expect(refusals.map(\.code) == ["already-reversed"])
        }
    }

    @Test func `a reversal from before there were parts undid everything`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("LEGACY")
            let entry = try await ledger.receive(5, of: "LEGACY")
            _ = try await ledger.rows(
                """
                INSERT INTO entry (id, kind, reverses, effective_at, recorded_at, actor_kind,
                    actor_name, cause)
                SELECT gen_random_uuid(), 'reverse', id, now(), now(), 'user', 'x', cause
                FROM entry
                WHERE id = \(entry)
                """
            )
            let path = ["entryId": entry.description]
            #expect(await ledger.ask("reverseEntry", Self.undo(1), path: path).status == 409)
            let read = try await ledger.succeed("getEntry", path: path)
            #expect(read["reversedByEntryId"] != nil)
            #expect(read["movements"]?.elements.map { $0["reversed"]?.text } == ["5"])
        }
    }
}
