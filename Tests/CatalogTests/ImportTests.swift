import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Catalog

@Suite(.requiresPostgres) struct ImportTests {
    static let file = """
        sku,product,name,category,barcode,packQuantity,tracking,weightGrams,minimum,attributes.colour
        85123A,T-light holder,White,Home > Candles,6291041500213,12,none,120.5,10,white
        85123B,T-light holder,Black,Home > Candles,,,none,120.5,,black
        "MILK 1","Milk, whole",,Food,,,lot,1030,,

        """

    @Test func `a file becomes products, variants, categories and events`() async throws {
        try await withCatalog { catalog in
            let job = try await self.start(Self.file, in: catalog)
            #expect(job.status == 202)
            #expect(job["state"].text == "queued")
            #expect(job["rows"]["total"].integer == 3)
            await catalog.runImports()
            let done = try await self.read(job, in: catalog)
            #expect(done["state"].text == "done")
            #expect(done["rows"]["created"].integer == 3)
            #expect(try await catalog.count("product") == 2)
            #expect(try await catalog.count("category") == 3)
            let found = try await catalog.ask("listVariants", query: ["attribute": "colour:white"])
            let variant = found["items"][0]
            #expect(variant["sku"].text == "85123A")
            #expect(variant["category"]["name"].text == "Candles")
            #expect(variant["barcodes"][0]["packQuantity"].text == "12")
            #expect(variant["levels"]["minimum"].text == "10")
            let events = try await catalog.events().filter { $0.type.contains("variant") }
            #expect(events.map(\.version) == [1, 1, 1])
        }
    }

    @Test func `who made an import is forgotten when they are`() async throws {
        try await withCatalog { catalog in
            let job = try await self.start(Self.file, in: catalog)
            #expect(job["actor"]["name"].text != "erased")
            let person = UserErased(
                userId: ID(CatalogFixture.principal.id),
                erasedAt: .now,
                version: 2
            )
            try await catalog.pool.withTransaction { transaction in
                let request = OperationRequest(
                    operation: "",
                    principal: CatalogFixture.principal,
                    messageID: UUID()
                )
                try UserErasedHandler()
                    .handle(person, context: MessageContext(request), in: transaction)
            }
            #expect(try await self.read(job, in: catalog)["actor"]["name"].text == "erased")
        }
    }

    @Test func `importing a file again changes nothing`() async throws {
        try await withCatalog { catalog in
            for _ in 1...2 {
                _ = try await self.start(Self.file, in: catalog)
                await catalog.runImports()
            }
            let before = try await catalog.events().count
            let job = try await self.start(Self.file, in: catalog)
            await catalog.runImports()
            let done = try await self.read(job, in: catalog)
            #expect(done["rows"]["unchanged"].integer == 3)
            #expect(try await catalog.events().count == before)
        }
    }

    @Test func `a dry run reports what would happen and changes nothing`() async throws {
        try await withCatalog { catalog in
            let job = try await self.start(
                Self.file + "BAD,,,,,,,,,\n",
                query: ["dryRun": "true"],
                in: catalog
            )
            await catalog.runImports()
            let done = try await self.read(job, in: catalog)
            #expect(done["dryRun"].value == true)
            #expect(done["rows"]["created"].integer == 3)
            #expect(done["rows"]["failed"].integer == 1)
            for table in ["product", "variant", "category", "barcode", "outbox"] {
                #expect(try await catalog.count(table) == 0)
            }
        }
    }

    @Test func `bad rows are named with row, field and rule, and the others are applied`()
        async throws
    {
        try await withCatalog { catalog in
            let job = try await self.start(
                """
                sku,product,barcode,packQuantity,shelfLifeDays,baseUnit
                GOOD,Lamp,,,,
                ,Lamp,,,,
                NEW,,,,,
                CODE,Lamp,6291041500214,,,
                PACK,Lamp,X,1.00001,,
                LIFE,Lamp,,,ten,
                UNIT,Lamp,,,,parsec
                WIDE,Lamp,,,,,more
                """,
                in: catalog
            )
            await catalog.runImports()
            let done = try await self.read(job, in: catalog)
            #expect(done["rows"]["created"].integer == 1)
            #expect(done["rows"]["failed"].integer == 7)
            let list = try await catalog.ask("listImportErrors", path: try self.path(of: job))
            let errors = list["items"].items.map { error in
                let row = error["row"].integer ?? 0
                return "\(row) \(error["field"].text ?? "?") \(error["rule"].text ?? "?")"
            }
            #expect(
                errors == [
                    "2 sku required", "3 product required", "4 barcode check-digit",
                    "5 packQuantity decimal", "6 shelfLifeDays integer", "7 baseUnit exists",
                    "8  field-count",
                ]
            )
            #expect(list["items"][2]["sku"].text == "CODE")
        }
    }

    @Test func `rows that contradict an earlier one are refused, further barcodes are not`()
        async throws
    {
        try await withCatalog { catalog in
            let job = try await self.start(
                """
                sku,product,name,barcode
                A,Lamp,White,X
                A,Lamp,White,Y
                A,Lamp,Black,
                """,
                in: catalog
            )
            await catalog.runImports()
            let list = try await catalog.ask("listImportErrors", path: try self.path(of: job))
            #expect(list["items"].items.map { $0["rule"].text } == ["contradicts-row"])
            #expect(try await catalog.count("barcode") == 2)
        }
    }

    @Test func `rows whose SKUs Unicode calls equivalent do not contradict each other`()
        async throws
    {
        try await withCatalog { catalog in
            let job = try await self.start(
                """
                sku,product,name
                Caf\u{E9},Coffee,Strong
                Cafe\u{301},Coffee,Mild
                """,
                in: catalog
            )
            await catalog.runImports()
            #expect(try await self.read(job, in: catalog)["rows"]["created"].integer == 2)
        }
    }

    @Test func `JSON rows mean the same as CSV rows`() async throws {
        try await withCatalog { catalog in
            let job = try await self.start(
                """
                {"rows": [{"sku": "A", "product": "Lamp", "shelfLifeDays": 3, "tracking": "lot",
                  "hasExpiry": true, "attributes": {"volts": 230}}, {"sku": "B", "size": 1}, 7]}
                """,
                type: "application/json; charset=utf-8",
                in: catalog
            )
            await catalog.runImports()
            let done = try await self.read(job, in: catalog)
            #expect(done["rows"]["created"].integer == 1)
            #expect(done["rows"]["failed"].integer == 2)
            let found = try await catalog.ask("listVariants", query: ["attribute": "volts:230"])
            #expect(found["items"][0]["shelfLifeDays"].integer == 3)
        }
    }

    @Test func `a crash loses the chunk at hand and nothing before it`() async throws {
        try await withCatalog { catalog in
            let rows = (1...250).map { "SKU-\($0),Product \($0)" }
            let job = try await self.start(
                (["sku,product"] + rows).joined(separator: "\n"),
                in: catalog
            )
            let runner = ImportRunner(database: catalog.pool)
            #expect(await runner.step())
            await #expect(throws: SimulatedCrash.self) {
                try await catalog.pool.withTransaction { transaction in
                    _ = try ChunkImporter.applyNext(in: transaction)
                    throw SimulatedCrash()
                }
            }
            #expect(try await self.read(job, in: catalog)["rows"]["done"].integer == 100)
            #expect(try await catalog.count("variant") == 100)
            await catalog.runImports()
            let done = try await self.read(job, in: catalog)
            #expect(done["state"].text == "done")
            #expect(done["rows"]["created"].integer == 250)
            #expect(try await catalog.count("variant") == 250)
            let versions = try await catalog.events().map(\.version)
            #expect(versions == Array(repeating: 1, count: 250))
        }
    }

    @Test func `two runners share the work and apply each row once`() async throws {
        try await withCatalog { catalog in
            for file in 1...4 {
                let rows = (1...120).map { "F\(file)-\($0),Product \(file)-\($0)" }
                _ = try await self.start(
                    (["sku,product"] + rows).joined(separator: "\n"),
                    in: catalog
                )
            }
            await withTaskGroup(of: Void.self) { group in
                for _ in 1...3 { group.addTask { await catalog.runImports() } }
            }
            await catalog.runImports()
            #expect(try await catalog.count("variant") == 480)
            #expect(try await catalog.count("import_chunk") == 0)
        }
    }

    @Test func `a job that keeps failing stops, says why and can be resumed`() async throws {
        try await withCatalog { catalog in
            let job = try await self.start(Self.file, in: catalog)
            let id = try #require(ID<Contracts.ImportJob>(try self.path(of: job)["importId"] ?? ""))
            for _ in 1...ImportLimits.maximumAttempts {
                try await catalog.pool.withTransaction { transaction in
                    try ImportStore.noteInterruption(of: id, reason: "no space", in: transaction)
                }
            }
            let failed = try await self.read(job, in: catalog)
            #expect(failed["state"].text == "failed")
            #expect(failed["detail"].text == "no space")
            let resumed = try await catalog.ask("resumeImport", path: try self.path(of: job))
            #expect(resumed.status == 202)
            await catalog.runImports()
            #expect(try await self.read(job, in: catalog)["state"].text == "done")
            let late = try await catalog.ask("resumeImport", path: try self.path(of: job))
            #expect(late.code == "wrong-state")
        }
    }

    @Test func `a file that cannot be read is refused as a whole`() async throws {
        try await withCatalog { catalog in
            let cases = [
                ("sku\n\"A", "text/csv", 400), ("name\nA", "text/csv", 422),
                ("sku,colour\nA,red", "text/csv", 422), ("sku\n", "text/csv", 422),
                ("{", "application/json", 400), ("{\"rows\": 1}", "application/json", 422),
                ("sku\nA", "text/plain", 415),
            ]
            for (file, type, status) in cases {
                let refused = try await self.start(file, type: type, in: catalog)
                #expect(refused.status == status)
            }
            #expect(try await catalog.count("import_job") == 0)
        }
    }

    private struct SimulatedCrash: Error {}

    private func start(
        _ file: String,
        type: String = "text/csv",
        query: [String: String] = [:],
        in catalog: CatalogFixture
    ) async throws -> Answer {
        try await catalog.ask(
            "startImport",
            query: query,
            headers: ["content-type": type],
            body: file
        )
    }

    private func path(of job: Answer) throws -> [String: String] {
        ["importId": try #require(job["id"].text)]
    }

    private func read(_ job: Answer, in catalog: CatalogFixture) async throws -> Answer {
        try await catalog.ask("getImport", path: try self.path(of: job))
    }
}
