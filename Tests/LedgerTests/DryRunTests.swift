import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Whatever can be tried answers as it would, and leaves everything as it was.
@Suite(.requiresPostgres)
struct DryRunTests {
    /// A command that can be tried, and then done.
    private struct Trial {
        let operation: String
        let body: String
        var path: [String: String] = [:]
        var isVersioned = false

        init(
            _ operation: String,
            _ body: String,
            _ path: [String: String] = [:],
            isVersioned: Bool = false
        ) {
            self.operation = operation
            self.body = body
            self.path = path
            self.isVersioned = isVersioned
        }

        func answer(of ledger: LedgerBench, isDryRun: Bool) async -> OperationResponse {
            await ledger.ask(
                self.operation,
                self.body,
                path: self.path,
                query: isDryRun ? ["dryRun": "true"] : [:],
                headers: self.isVersioned ? ["if-match": "\"1\""] : [:]
            )
        }
    }

    @Test func `a dry run leaves every table as it was, and the command can be given after it`()
        async throws
    {
        try await LedgerBench.with { ledger in
            let contract = try AnswerContract()
            for trial in try await self.trials(ledger) {
                let before = try await ledger.everything()
                let tried = await trial.answer(of: ledger, isDryRun: true)
                #expect(try await ledger.everything() == before, "\(trial.operation)")
                let done = await trial.answer(of: ledger, isDryRun: false)
                #expect(try await ledger.everything() != before, "\(trial.operation)")
                for answer in [tried, done] {
                    #expect((200...204).contains(answer.status), "\(trial.operation)")
                    let violations = contract.violations(
                        operation: trial.operation,
                        status: answer.status,
                        body: answer.body.isEmpty
                            ? nil : try MessageCoding.decode(JSONValue.self, from: answer.body)
                    )
                    #expect(violations == [], "\(trial.operation)")
                }
            }
        }
    }

    @Test func `a dry run is refused as the command would be`() async throws {
        try await LedgerBench.with { ledger in
            let before = try await ledger.everything()
            for (operation, body) in [
                ("postLandedCost", #"{"amount":{"amount":"-1","currency":"EUR"}}"#),
                ("postRevaluation", #"{"sku":"NONE","amount":"1","reason":"market"}"#),
                ("setCostPolicy", #"{"method":"guess"}"#),
                ("createLot", #"{"sku":"NONE","code":"L1"}"#),
            ] {
                let tried = await Trial(operation, body).answer(of: ledger, isDryRun: true)
                #expect((400...422).contains(tried.status), "\(operation)")
            }
            #expect(try await ledger.everything() == before)
        }
    }

    private func costTrials(_ ledger: LedgerBench, over receipt: String) async throws -> [Trial] {
        let order = try await ledger.succeed(
            "postLandedCost",
            CostKeeperTests.landed("3", over: receipt, document: "F0")
        )
        let landed = try #require(order["id"]?.text)
        try await ledger.cost()
        return [
            Trial("setCostPolicy", #"{"sku":"NUT","method":"fifo"}"#),
            Trial(
                "addExchangeRate",
                #"{"currency":"USD","rate":"0.9","validFrom":"2020-01-01T00:00:00Z"}"#
            ),
            Trial(
                "postLandedCost",
                CostKeeperTests.landed("10", over: receipt, document: "F1")
            ),
            Trial("postRevaluation", #"{"sku":"NUT","amount":"1","reason":"market"}"#),
            Trial("reverseCostOrder", #"{"reason":"x"}"#, ["costOrderId": landed]),
        ]
    }

    private func trials(_ ledger: LedgerBench) async throws -> [Trial] {
        let lot = try await ledger.lot("M1", of: "MILK", expires: "2030-01-01")
        try await ledger.variant("NUT")
        let receipt = try await ledger.buy(9, of: "NUT", for: "2")
        try await ledger.cost()
        let promises = try await (ledger.promise(), ledger.promise())
        let rule = try await ledger.succeed("setRemovalRule", #"{"strategy":"lifo"}"#)
        let plan = try await ledger.succeed("createCountPlan", #"{"name":"A","location":"LDN"}"#)
        let order = try await ledger.succeed(
            "createTransferOrder",
            #"{"from":"LDN","to":"LDN-1","lines":[{"sku":"NUT","quantity":"1"}]}"#
        )
        func path(_ name: String, _ document: JSONValue) throws -> [String: String] {
            [name: try #require(document["id"]?.text)]
        }
        return [
            Trial("createLocation", #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#),
            Trial(
                "updateLocation",
                #"{"name":"Shelf"}"#,
                ["locationId": ledger.bin.description],
                isVersioned: true
            ),
            Trial("createLot", #"{"sku":"MILK","code":"M2"}"#),
            Trial(
                "updateLot",
                #"{"expiresOn":"2035-01-01"}"#,
                ["lotId": lot.description],
                isVersioned: true
            ),
            Trial("setRemovalRule", #"{"sku":"NUT","strategy":"fifo"}"#),
            Trial("deleteRemovalRule", "", try path("ruleId", rule)),
            Trial(
                "updateCountPlan",
                #"{"name":"B"}"#,
                try path("countPlanId", plan),
                isVersioned: true
            ),
            Trial("cancelTransferOrder", "{}", try path("transferOrderId", order)),
            Trial(
                "extendReservation",
                #"{"expiresAt":"2099-01-01T00:00:00Z"}"#,
                try path("reservationId", promises.0)
            ),
            Trial("releaseReservation", "{}", try path("reservationId", promises.0)),
            Trial(
                "withdrawReservation",
                #"{"warehouse":"LDN","reference":{"source":"web","document":"gone"}}"#
            ),
            Trial("consumeReservation", "{}", try path("reservationId", promises.1)),
            Trial(
                "postSupplierReturn",
                #"{"location":"LDN","lines":[{"sku":"NUT","quantity":"1"}]}"#
            ),
        ] + (try await self.handling(ledger)) + (try await self.inspections(ledger))
            + (try await self.costTrials(ledger, over: receipt))
    }

    private func handling(_ ledger: LedgerBench) async throws -> [Trial] {
        let pallet = try await ledger.unit("P1", in: "LDN")
        let tote = try await ledger.unit("T1", in: "LDN-1", type: "tote")
        let carton = try await ledger.unit("C1", in: "LDN", type: "carton")
        try await ledger.receive(2, of: "NUT", at: "P1")
        _ = try await ledger.succeed(
            "createLocation",
            #"{"code":"LEEDS","name":"Leeds","kind":"warehouse"}"#
        )
        return [
            Trial("createHandlingUnit", #"{"code":"T2","type":"tote","location":"P1"}"#),
            Trial("moveHandlingUnit", #"{"to":"LDN-1"}"#, pallet),
            Trial("moveHandlingUnit", #"{"to":"LEEDS"}"#, pallet),
            Trial("unpackHandlingUnit", #"{"to":"T1"}"#, pallet),
            Trial("shipHandlingUnit", "{}", tote),
            Trial("closeHandlingUnit", "{}", carton),
        ]
    }

    private func inspections(_ ledger: LedgerBench) async throws -> [Trial] {
        let (smelly, inspection) = try await ledger.rejectedLot()
        return [
            Trial(
                "createInspectionPlan",
                #"{"sku":"MILK","characteristics":[{"name":"A","kind":"attribute"}],"reason":"New"}"#
            ),
            Trial(
                "concedeInspection",
                #"{"reason":"For animals"}"#,
                ["inspectionId": inspection]
            ),
            Trial(
                "recordInspection",
                """
                {"lotId":"\(smelly)","supersedes":"\(inspection)",
                "readings":[{"characteristic":"Smell","passed":true}]}
                """
            ),
        ]
    }
}

extension LedgerBench {
    fileprivate func promise() async throws -> JSONValue {
        try await self.succeed(
            "createReservation",
            #"{"warehouse":"LDN","lines":[{"sku":"NUT","quantity":"1"}]}"#
        )
    }

    /// A hash of the rows of every table.
    fileprivate func everything() async throws -> [String: String] {
        try await PostgresSession.with(self.database.administration) { session in
            try await session.withTransaction { transaction in
                let tables = try transaction.execute(
                    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'ledger'"
                ).map { try $0.decode("name", as: String.self) }
                var hashes: [String: String] = [:]
                for table in tables {
                    hashes[table] = try transaction.execute(Self.hash(of: table))[0].decode("hash")
                }
                return hashes
            }
        }
    }

    private static func hash(of table: String) -> SQL {
        SQL(
            verbatim: """
                SELECT md5(coalesce(string_agg(line::text, '/' ORDER BY line::text), '')) AS hash
                FROM ledger."\(table)" AS line
                """
        )
    }
}
