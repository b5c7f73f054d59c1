import Contracts
import Kernel
import Postgres
import Subprocess
import TestSupport
import Testing

@testable import Ledger

/// `./stockbook rebuild` and the program of the ledger that it starts.
@Suite(.requiresPostgres)
struct RebuildCommandTests {
    @Test func `a ledger that is right is told with both hashes`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let report = try await rebuild.compare()
            try await OperatorTool.with(ledger) { tool in
                let answer = try await tool.run(["rebuild"])
                #expect(answer.status == .exited(0), "\(answer)")
                #expect(answer.output.hasSuffix("no difference\n"))
                #expect(answer.output.contains("SHA-256 live     \(report.live)\n"))
                #expect(answer.output.contains("SHA-256 rebuilt  \(report.live)\n"))
                for table in RebuiltTable.all {
                    #expect(answer.output.contains("  \(table.name): "), "\(table.name)")
                }
            }
        }
    }

    @Test func `a wrong row ends with status 1, and is put right when it is asked for`()
        async throws
    {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let right = try await rebuild.compare()
            let rows = try #require(right.tables.first { $0.name == "balance" }?.rows)
            try await ledger.tamper("UPDATE ledger.balance SET on_hand = on_hand + 10000")
            try await OperatorTool.with(ledger) { tool in
                let found = try await tool.run(["rebuild"])
                #expect(found.status == .exited(1), "\(found)")
                #expect(found.output.hasSuffix("rows differ\n"))
                #expect(found.output.contains("  balance: \(rows) rows, differs for 3 variants\n"))
                #expect(try await !rebuild.compare().isEqual)
                let direct = try await tool.runLedger(["rebuild"])
                #expect(direct.status == .exited(1))
                #expect(direct.output.hasSuffix("rows differ\n"))

                let swapped = try await tool.run(["rebuild", "--swap"])
                #expect(swapped.status == .exited(0), "\(swapped)")
                #expect(swapped.output.contains("figures put right in 3 transactions"))
                #expect(swapped.output.hasSuffix("no difference\n"))
                #expect(try await rebuild.compare().isEqual)
                #expect(try await tool.runLedger(["rebuild"]).status == .exited(0))
            }
        }
    }

    @Test func `a line of the book that somebody changed keeps status 1 after a swap`()
        async throws
    {
        try await LedgerBench.withStockToRebuild { ledger, _ in
            try await ledger.tamper(
                "UPDATE ledger.cost_entry SET value = value + 1 WHERE account = 'supplier'"
            )
            try await OperatorTool.with(ledger) { tool in
                let swapped = try await tool.run(["rebuild", "--swap"])
                #expect(swapped.status == .exited(1))
                #expect(swapped.output.hasSuffix("rows differ\n"))
            }
        }
    }

    @Test func `what would be is told, and nothing is changed`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            let before = try await rebuild.compare()
            try await OperatorTool.with(ledger) { tool in
                let costs = try await tool.run(["rebuild", "--what-if", "costing=average"])
                #expect(costs.status == .exited(0), "\(costs)")
                #expect(costs.output.contains("BOLT: worth "))
                let lots = try await tool.run(["rebuild", "--what-if", "removal=fefo"])
                #expect(lots.status == .exited(0), "\(lots)")
                #expect(lots.output.contains("now, and by the other rule"))
                let stock = try await tool.runLedger([
                    "rebuild", "--what-if", "reorder-point=1000",
                ])
                #expect(stock.status == .exited(0), "\(stock)")
                #expect(stock.output.contains("with a reorder point of 1000\n"))
                #expect(stock.output.contains("NUT in LDN: fell 0 times, 0 days at it or below"))
            }
            #expect(try await rebuild.compare().tables == before.tables)
        }
    }

    @Test func `another reorder point is compared with those that the catalog has`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, _ in
            let nut: ID<Variant> = try await ledger.rows(
                "SELECT id FROM variant WHERE sku = 'NUT'"
            )[0].decode("id")
            let gateway = FakeGateway([
                .json(#"{"items":[{"id":"\#(nut)","levels":{"reorderPoint":"1001"}}]}"#)
            ])
            try await gateway.serve { url in
                try await OperatorTool.with(ledger, gateway: url) { tool in
                    let stock = try await tool.run(["rebuild", "--what-if", "reorder-point=1000"])
                    #expect(stock.status == .exited(0), "\(stock)")
                    #expect(stock.output.contains("1000, beside the points in force\n"))
                    #expect(stock.output.contains("; by its own point of 1001: fell 0 times"))
                    #expect(stock.output.contains("without a point of its own\n"))
                }
                #expect(gateway.requests.map(\.target) == ["/v1/variants?limit=500"])
            }
        }
    }

    @Test func `what makes no sense is refused before anything is read`() async throws {
        try await LedgerBench.with { ledger in
            try await OperatorTool.with(ledger) { tool in
                for arguments in [
                    ["rebuild", "--what-if", "costing=lifo"], ["rebuild", "--no-such"],
                    ["rebuild", "--what-if", "reorder-point=-1"],
                    ["rebuild", "--swap", "--what-if", "costing=fifo"], ["rebuild", "now"],
                    ["rebuild", "--points-in-force", "--what-if", "costing=fifo"],
                ] {
                    let direct = try await tool.runLedger(arguments)
                    #expect(direct.status == .exited(64), "\(arguments) \(direct)")
                    #expect(direct.output.isEmpty && !direct.error.isEmpty)
                    let answer = try await tool.run(arguments)
                    #expect(answer.status != .exited(0), "\(arguments) \(answer)")
                    #expect(answer.output.isEmpty && !answer.error.isEmpty)
                }
                let lost = try await tool.runLedger(["rebuild"], knowsDatabase: false)
                #expect(lost.status == .exited(64))
                #expect(lost.error.contains("STOCKBOOK_MIGRATION_URL is not set"))
            }
        }
    }

    @Test func `a second one says that another is running`() async throws {
        try await LedgerBench.withStockToRebuild { ledger, rebuild in
            try await OperatorTool.with(ledger) { tool in
                try await rebuild.withTables { _ in
                    let answer = try await tool.run(["rebuild"])
                    #expect(answer.status != .exited(0))
                    #expect(answer.error.contains("another rebuild is running"))
                }
            }
        }
    }
}
