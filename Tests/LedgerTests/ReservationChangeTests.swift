import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What became of a reservation is remembered, step by step.
@Suite(.requiresPostgres)
struct ReservationChangeTests {
    private static let waiting = """
        {"warehouse":"LDN","reference":{"source":"web","document":"1"},"lines":[
            {"sku":"NUT","quantity":"5","allowBackorder":true},{"sku":"OIL","quantity":"1"}
        ]}
        """

    /// Runs `body` with three nuts, and a reservation of five.
    private func withPromise(
        _ body: (LedgerBench, [String: String]) async throws -> Void
    ) async throws {
        try await LedgerBench.with { ledger in
            for sku in ["NUT", "OIL"] {
                try await ledger.variant(sku)
                try await ledger.receive(3, of: sku)
            }
            let made = try await ledger.succeed("createReservation", Self.waiting)
            try await body(ledger, ["reservationId": try #require(made["id"]?.text)])
        }
    }

    @Test func `each step says what it has changed, by which entry, when, why and by whom`()
        async throws
    {
        try await self.withPromise { ledger, path in
            try await ledger.receive(10, of: "NUT")
            let filler = BackorderFiller(
                committer: ledger.committer,
                database: ledger.database.pool
            )
            #expect(try await filler.fill() == 1)
            let taken = try await ledger.succeed(
                "consumeReservation",
                #"{"lines":[{"line":1,"quantity":"4"}]}"#,
                path: path
            )
            let shipment = try #require(taken["entry"]?["id"]?.text)
            _ = try await ledger.succeed(
                "extendReservation",
                #"{"expiresAt":"2099-01-01T00:00:00Z"}"#,
                path: path
            )
            let undone = try await ledger.succeed(
                "reverseEntry",
                #"{"reason":"cancelled","lines":[{"line":1,"quantity":"1"}]}"#,
                path: ["entryId": shipment]
            )
            let part = #"{"reason":"Too many","lines":[{"line":1,"quantity":"1"}]}"#
            _ = try await ledger.succeed("releaseReservation", part, path: path)
            _ = try await ledger.succeed(
                "withdrawReservation",
                #"{"warehouse":"LDN","reference":{"source":"web","document":"1"}}"#
            )

            let changes = try await ledger.changes(path)
            let told = changes.map { change in
                ["step", "state", "reason", "entryId"].map { change[$0]?.text }
            }
            let undoing = undone["id"]?.text
            #expect(
                told == [
                    ["withdrawn", "released", nil, nil],
                    ["released", "pending", "Too many", nil],
                    ["restored", "pending", "cancelled", undoing],
                    ["extended", "pending", nil, nil],
                    ["consumed", "pending", nil, shipment],
                    ["filled", "pending", nil, nil],
                    ["made", "pending", nil, nil],
                ]
            )
            #expect(
                changes.map { $0["lines"]?.elements.map(\.deltas) } == [
                    [[1, 0, 0, 1, 0], [2, 0, 0, 1, 0]], [[1, 0, 0, 1, 0]], [[1, 0, -1, 0, 0]], [],
                    [[1, 0, 4, 0, 0]], [[1, 2, 0, 0, -2]],
                    [[1, 3, 0, 0, 2], [2, 1, 0, 0, 0]],
                ]
            )
            let actors = changes.map { $0["actor"]?["name"]?.text }
            #expect(actors[5] != "admin" && actors.count { $0 == "admin" } == 6)
            #expect(changes[3]["expiresAt"]?.text?.hasPrefix("2099-01-01") == true)
            #expect(changes.allSatisfy { $0["recordedAt"]?.text != nil })
        }
    }

    @Test func `what is asked again, tried or refused is no change`() async throws {
        try await self.withPromise { ledger, path in
            let id = ID<Entry>.make().rawValue
            for _ in 1...2 {
                let answer = await ledger.ask(
                    "consumeReservation",
                    #"{"lines":[{"line":2,"quantity":"1"}]}"#,
                    path: path,
                    messageID: id
                )
                #expect(answer.status == 200)
            }
            let trial = await ledger.ask(
                "releaseReservation",
                "{}",
                path: path,
                query: ["dryRun": "true"]
            )
            #expect(trial.status == 200)
            let refused = await ledger.ask(
                "consumeReservation",
                #"{"lines":[{"line":1,"quantity":"4"}]}"#,
                path: path
            )
            #expect(refused.status == 422)
            let steps = try await ledger.changes(path).map { $0["step"]?.text }
            #expect(steps == ["consumed", "made"])
        }
    }

    @Test func `a document that was withdrawn before it came has a history`() async throws {
        try await LedgerBench.with { ledger in
            let withdrawn = try await ledger.succeed(
                "withdrawReservation",
                """
                {"warehouse":"LDN","reason":"Cancelled",
                "reference":{"source":"web","document":"9"}}
                """
            )
            let path = ["reservationId": try #require(withdrawn["id"]?.text)]
            let changes = try await ledger.changes(path)
            #expect(changes.map { $0["step"]?.text } == ["withdrawn"])
            #expect(changes.map { $0["reason"]?.text } == ["Cancelled"])
        }
    }

    @Test func `a history is for those who may read the reservation`() async throws {
        try await self.withPromise { ledger, path in
            let elsewhere = Principal(
                id: LedgerBench.admin.id,
                kind: .user,
                name: "elsewhere",
                permissions: [.stockRead],
                warehouses: [ID<Location>.make()]
            )
            let hidden = await ledger.ask("listReservationChanges", path: path, as: elsewhere)
            #expect(hidden.status == 404)
            let unknown = ["reservationId": "\(ID<Reservation>.make())"]
            #expect(await ledger.ask("listReservationChanges", path: unknown).status == 404)
            #expect(await ledger.ask("listReservationChanges", path: path).status == 200)
        }
    }

    @Test func `a history cannot be changed by the service`() async throws {
        try await self.withPromise { ledger, _ in
            for table in ["reservation_change", "reservation_change_line"] {
                for statement in ["UPDATE \(table) SET version = 7", "DELETE FROM \(table)"] {
                    let error = await #expect(throws: PostgresError.self) {
                        try await ledger.rows(SQL(verbatim: statement))
                    }
                    #expect(error?.sqlState == "42501", "\(statement)")
                }
            }
        }
    }

    @Test func `a line that has a history cannot be deleted, not by the owner either`()
        async throws
    {
        try await self.withPromise { ledger, _ in
            for table in ["reservation_line", "reservation"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await PostgresSession.with(ledger.owner) { session in
                        try await session.withTransaction { transaction in
                            _ = try transaction.execute(SQL(verbatim: "DELETE FROM \(table)"))
                        }
                    }
                }
                #expect(error?.sqlState == "23503", "\(table)")
            }
        }
    }
}

extension JSONValue {
    /// The number of a line, and by how much it has become more.
    fileprivate var deltas: [Quantity?] {
        var number: Quantity?
        if case .integer(let line)? = self["line"] {
            number = Quantity(tenThousandths: line * 10_000)
        }
        return [number]
            + ["reserved", "consumed", "released", "backordered"].map { name in
                self[name]?.text.flatMap { Quantity($0) }
            }
    }
}

extension LedgerBench {
    /// The history of a reservation, the latest first, two at a time.
    func changes(_ path: [String: String]) async throws -> [JSONValue] {
        var (query, found) = (["limit": "2"], [JSONValue]())
        while true {
            let page = try await self.succeed("listReservationChanges", path: path, query: query)
            found += page.items
            guard let next = page["next"]?.text else { return found }
            query["cursor"] = next
        }
    }
}
