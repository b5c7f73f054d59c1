import Foundation
import Kernel
import Postgres
import Subprocess
import TestSupport
import Testing

@testable import Ledger

/// `./stockbook archive`, which works as the owner of the journal.
@Suite(.requiresPostgres)
struct ArchiveCommandTests {
    @Test func `old months go to another table space once`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepare()
            try await OperatorTool.with(bench.ledger) { tool in
                let arguments = ["archive", "--older-than", "24", "--to", bench.tablespace]
                let due = try await tool.run(arguments + ["--dry-run"])
                #expect(due.status == .exited(0), "\(due)")
                #expect(due.output.hasSuffix("\n1 months to do\n"))
                #expect(try await bench.tablespaces() == [nil])
                let done = try await tool.run(arguments)
                #expect(done.status == .exited(0), "\(done)")
                #expect(done.output.hasSuffix("\n1 months done\n"))
                #expect(try await bench.tablespaces() == [bench.tablespace])
                let again = try await tool.run(arguments)
                #expect(again.status == .exited(0))
                #expect(again.output == "nothing to do: no such month is anywhere else\n")
            }
        }
    }

    @Test func `old months are written to a folder`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepare()
            try await OperatorTool.with(bench.ledger) { tool in
                try await withTemporaryFolder { folder in
                    let done = try await tool.run(
                        ["archive", "--older-than", "24", "--to", folder.path()]
                    )
                    #expect(done.status == .exited(0), "\(done)")
                    #expect(done.output.hasSuffix("\n1 months done\n"))
                    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
                    #expect(names.contains { $0.hasSuffix(".json") })
                    #expect(names.contains { $0.contains(".csv") })
                }
            }
        }
    }

    @Test func `what cannot be is refused, and changes nothing`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepare()
            try await OperatorTool.with(bench.ledger) { tool in
                for arguments in [
                    ["archive"], ["archive", "--to", ""],
                    ["archive", "--to", "pg_default", "--older-than", "0"],
                    ["archive", "--to", "pg_default", "--older-than", "soon"],
                ] {
                    let answer = try await tool.run(arguments)
                    #expect(answer.status == .exited(64), "\(arguments) \(answer)")
                    #expect(answer.output.isEmpty && !answer.error.isEmpty)
                }
                let lost = try await tool.run(["archive", "--older-than", "24", "--to", "no_such"])
                #expect(lost.status != .exited(0))
                #expect(lost.error.contains("no_such"), "\(lost)")
                #expect(try await bench.tablespaces() == [nil])
            }
        }
    }
}
