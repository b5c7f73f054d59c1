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
struct ReservationFlowTests {
    @Test func `stock is promised, shipped in parts and given up`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("ORDER")
            try await ledger.receive(5, of: "ORDER")
            let reservation = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"ORDER","quantity":"4"}]}"#
            )
            let path = ["reservationId": try #require(reservation["id"]?.text)]
            let blocked = await ledger.ask("postSale", LedgerBench.sale(2, of: "ORDER"))
            let problem = try MessageCoding.decode(Problem.self, from: blocked.body)
            #expect(problem.extensions["available"] == "1")
            #expect(problem.extensions["blockingReservations"] == 1)

            let shipped = try await ledger.succeed(
                "consumeReservation",
                #"{"lines":[{"line":1,"quantity":"3"}]}"#,
                path: path
            )
            #expect(shipped["entry"]?["kind"]?.text == "ship")
            #expect(shipped["reservation"]?["state"]?.text == "pending")
            let released = try await ledger.succeed("releaseReservation", "{}", path: path)
            #expect(released["state"]?.text == "released")
            let again = await ledger.ask("releaseReservation", "{}", path: path)
            #expect(again.status == 409)

            let list = try await ledger.succeed(
                "listReservations",
                query: ["state": "released", "sku": "ORDER"]
            )
            #expect(list.items.count == 1)
            let stock = try await ledger.succeed("getStock", path: ["sku": "ORDER"])
            #expect(stock["onHand"]?.text == "2")
            #expect(stock["available"]?.text == "2")
        }
    }

    @Test func `a hundred reservations for ten units promise ten`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("RARE")
            try await ledger.receive(10, of: "RARE")
            let body = #"{"warehouse":"LDN","lines":[{"sku":"RARE","quantity":"1"}]}"#
            let statuses = await withTaskGroup { group in
                for _ in 0..<100 {
                    group.addTask { await ledger.ask("createReservation", body).status }
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 201 } == 10)
            #expect(statuses.count { $0 == 409 } == 90)
        }
    }

    @Test func `why stock was given up is kept with the reservation`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("WHY")
            try await ledger.receive(5, of: "WHY")
            let reservation = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"WHY","quantity":"3"}]}"#
            )
            #expect(reservation["releaseReason"] == nil)
            let path = ["reservationId": try #require(reservation["id"]?.text)]
            let part = try await ledger.succeed(
                "releaseReservation",
                #"{"reason":"Order cancelled","lines":[{"line":1,"quantity":"1"}]}"#,
                path: path
            )
            #expect(part["releaseReason"]?.text == "Order cancelled")
            let rest = try await ledger.succeed("releaseReservation", "{}", path: path)
            #expect(rest["releaseReason"]?.text == "Order cancelled")
            let read = try await ledger.succeed("getReservation", path: path)
            #expect(read["state"]?.text == "released")
            #expect(read["releaseReason"]?.text == "Order cancelled")
            let list = try await ledger.succeed("listReservations", query: ["sku": "WHY"])
            #expect(list.items.map { $0["releaseReason"]?.text } == ["Order cancelled"])
        }
    }

    @Test func `a reason that is too long gives up nothing`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("LONG")
            try await ledger.receive(5, of: "LONG")
            let reservation = try await ledger.succeed(
                "createReservation",
                #"{"warehouse":"LDN","lines":[{"sku":"LONG","quantity":"3"}]}"#
            )
            let path = ["reservationId": try #require(reservation["id"]?.text)]
            let body = #"{"reason":"\#(String(repeating: "a", count: 501))"}"#
            let refused = await ledger.ask("releaseReservation", body, path: path)
            let problem = try MessageCoding.decode(Problem.self, from: refused.body)
            #expect(problem.errors.map(\.pointer) == ["/reason"])
            #expect(problem.errors.map(\.rule) == ["maxLength"])
            let read = try await ledger.succeed("getReservation", path: path)
            #expect(read["state"]?.text == "pending")
        }
    }

    @Test func `a promise ends by the clock of the database`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("BRIEF")
            try await ledger.receive(5, of: "BRIEF")
            let soon = Timestamp.now.advanced(by: .seconds(3))
            _ = try await ledger.succeed(
                "createReservation",
                """
                {"warehouse":"LDN","expiresAt":"\(soon)",\
                "lines":[{"sku":"BRIEF","quantity":"5"}]}
                """
            )
            let sweeper = ReservationSweeper(
                committer: ledger.committer,
                database: ledger.database.pool
            )
            try await eventually("the reservation expires") {
                try await sweeper.sweep() == 1
            }
            #expect(await ledger.ask("postSale", LedgerBench.sale(5, of: "BRIEF")).status == 201)
            let changes = try await ledger.rows(
                "SELECT FROM outbox WHERE type = \(ReservationChanged.type)"
            )
            #expect(changes.count == 2)
        }
    }
}
