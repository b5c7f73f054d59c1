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
struct BackorderFlowTests {
    private static func promise(
        _ quantity: Quantity,
        of sku: String,
        priority: Int = 0,
        mayWait: Bool = true
    ) -> String {
        """
        {"warehouse":"LDN","priority":\(priority),"lines":[
            {"sku":"\(sku)","quantity":"\(quantity)","allowBackorder":\(mayWait),"reference":"L-1"}
        ]}
        """
    }

    @Test func `stock goes to the highest priority and then to the oldest`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("CHAIR")
            var ids: [String] = []
            for priority in [0, 5, 5] {
                let made = try await ledger.succeed(
                    "createReservation",
                    Self.promise(3, of: "CHAIR", priority: priority)
                )
                #expect(made["lines"]?.elements.first?["state"]?.text == "backordered")
                #expect(made["lines"]?.elements.first?["reference"]?.text == "L-1")
                ids.append(try #require(made["id"]?.text))
            }
            let filler = BackorderFiller(
                committer: ledger.committer,
                database: ledger.database.pool
            )
            #expect(try await filler.fill() == 0)
            try await ledger.receive(4, of: "CHAIR")
            #expect(try await filler.fill() == 2)
            #expect(try await filler.fill() == 0)
            var open: [String?] = []
            for id in ids {
                let read = try await ledger.succeed("getReservation", path: ["reservationId": id])
                open.append(read["lines"]?.elements.first?["open"]?.text)
            }
            #expect(open == ["0", "3", "1"])
            let told: [ReservationChanged] = try await ledger.facts()
            #expect(told.compactMap { $0.lines.first?.backordered } == [3, 3, 3, 2])
        }
    }

    @Test func `fillers, holds and sales at the same time promise nothing twice`() async throws {
        try await LedgerBench.with { ledger in
            let lot = try await ledger.lot("L1", of: "HAM", expires: "2099-01-01")
            for _ in 0..<10 {
                _ = try await ledger.succeed("createReservation", Self.promise(2, of: "HAM"))
            }
            try await ledger.receive(12, of: "HAM", lot: "L1")
            let filler = BackorderFiller(
                committer: ledger.committer,
                database: ledger.database.pool
            )
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 { group.addTask { _ = try await filler.fill() } }
                for _ in 0..<4 {
                    group.addTask {
                        _ = await ledger.ask("postSale", LedgerBench.sale(1, of: "HAM"))
                    }
                    group.addTask {
                        _ = await ledger.ask(
                            "createReservation",
                            Self.promise(1, of: "HAM", mayWait: false)
                        )
                    }
                }
                for status in ["held", "released"] {
                    group.addTask { _ = try? await ledger.changeLot(lot, status) }
                }
                try await group.waitForAll()
            }
            #expect(try await ledger.promisesInDoubt() == 0)
            // Once the goods are free, all that is there is promised or sold.
            _ = try? await ledger.changeLot(lot, "released")
            while try await filler.fill() > 0 {}
            let stock = try await ledger.succeed("getStock", path: ["sku": "HAM"])
            #expect(stock["available"]?.text == "0")
            #expect(try await ledger.promisesInDoubt() == 0)
        }
    }

    @Test func `a promise that is taken and given up at once ends in one way`()
        async throws
    {
        try await LedgerBench.with { ledger in
            try await ledger.variant("BRIEF")
            try await ledger.receive(1, of: "BRIEF")
            let made = try await ledger.succeed(
                "createReservation",
                Self.promise(1, of: "BRIEF", mayWait: false)
            )
            let path = ["reservationId": try #require(made["id"]?.text)]
            let statuses = await withTaskGroup { group in
                for operation in ["consumeReservation", "releaseReservation"] {
                    for _ in 0..<5 {
                        group.addTask { await ledger.ask(operation, "{}", path: path).status }
                    }
                }
                group.addTask {
                    let body = #"{"expiresAt":"2099-01-01T00:00:00Z"}"#
                    _ = await ledger.ask("extendReservation", body, path: path)
                    return 0
                }
                return await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 1)
            #expect(try await ledger.promisesInDoubt() == 0)
            let late = await ledger.ask("extendReservation", "{}", path: path)
            #expect(late.status == 409)
        }
    }

    @Test func `what is withdrawn while it comes holds nothing in the end`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("LATE")
            try await ledger.receive(20, of: "LATE")
            for number in 0..<10 {
                let document = #""reference":{"source":"web","document":"\#(number)"}"#
                async let made = ledger.ask(
                    "createReservation",
                    #"{"warehouse":"LDN",\#(document),"lines":[{"sku":"LATE","quantity":"1"}]}"#
                )
                async let gone = ledger.ask(
                    "withdrawReservation",
                    #"{"warehouse":"LDN",\#(document)}"#
                )
                let (first, second) = await (made.status, gone.status)
                #expect([201, 409].contains(first))
                #expect(second == 200)
            }
            let stock = try await ledger.succeed("getStock", path: ["sku": "LATE"])
            #expect(stock["available"]?.text == "20")
            #expect(try await ledger.promisesInDoubt() == 0)
        }
    }

    @Test func `the time of a promise is extended`() async throws {
        try await LedgerBench.with { ledger in
            try await ledger.variant("LONG")
            try await ledger.receive(1, of: "LONG")
            let made = try await ledger.succeed(
                "createReservation",
                Self.promise(1, of: "LONG", mayWait: false)
            )
            let path = ["reservationId": try #require(made["id"]?.text)]
            let body = #"{"expiresAt":"2099-01-01T00:00:00Z"}"#
            _ = try await ledger.succeed("extendReservation", body, path: path)
            let read = try await ledger.succeed("getReservation", path: path)
            #expect(read["expiresAt"]?.text == "2099-01-01T00:00:00Z")
            let past = #"{"expiresAt":"2020-01-01T00:00:00Z"}"#
            #expect(await ledger.ask("extendReservation", past, path: path).status == 422)
        }
    }
}

extension LedgerBench {
    /// Warehouses whose figure of what is promised is not the sum of the promises.
    func promisesInDoubt() async throws -> Int {
        try await self.rows(
            """
            SELECT availability.variant
            FROM availability
            LEFT JOIN LATERAL (
                SELECT sum(line.reserved - line.consumed - line.released) AS open
                FROM reservation_line AS line
                JOIN reservation ON reservation.id = line.reservation
                WHERE line.variant = availability.variant
                    AND reservation.warehouse = availability.warehouse
                    AND reservation.state = 'pending'
            ) AS promised ON true
            WHERE availability.reserved <> coalesce(promised.open, 0)
            """
        ).count
    }
}
