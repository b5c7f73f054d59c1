import Foundation
import Kernel
import Postgres
import Sealing
import Subprocess
import TestSupport
import Testing

@testable import Ledger

/// `./stockbook verify`, which reads with the rights of the service.
@Suite(.requiresPostgres)
struct VerifyCommandTests {
    /// Nobody verifies with less than a mebibyte.
    private static let cost = "in [0-9]+ ms and at most [1-9][0-9]* MiB of memory"

    private func withSealed(
        _ body: (LedgerBench, OperatorTool, URL) async throws -> Void
    ) async throws {
        try await LedgerBench.withKey { ledger, folder, keyFile in
            try await ledger.variant("NUT")
            try await ledger.post(12)
            try await ledger.seal(LedgerBench.sealLimits(keyFile: keyFile))
            try await OperatorTool.with(ledger) { tool in try await body(ledger, tool, folder) }
        }
    }

    @Test func `a ledger that nobody changed is told with what was read`() async throws {
        try await self.withSealed { _, tool, folder in
            let cost = try Regex(Self.cost)
            let answer = try await tool.run(["verify"], as: "ledger")
            #expect(answer.status == .exited(0), "\(answer)")
            #expect(answer.output.hasPrefix("nothing was changed: 12 movements, 3 blocks, "))
            #expect(answer.output.firstMatch(of: cost) != nil, "\(answer)")
            let json = try await tool.run(["verify", "--json"], as: "ledger")
            #expect(json.status == .exited(0))
            let report = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
            #expect((report as? [String: Any])?["findings"] as? [String] == [])

            let file = folder.appending(path: "ledger.ndjson").path()
            let written = try await tool.run(["verify", "--export", file], as: "ledger")
            #expect(written.status == .exited(0), "\(written)")
            let read = try await tool.run(["verify", file], as: "ledger")
            #expect(read.status == .exited(0), "\(read)")
            #expect(read.output.hasPrefix("nothing was changed: 12 movements"))
            #expect(read.output.firstMatch(of: cost) != nil, "\(read)")
        }
    }

    @Test func `a movement that was changed ends with status 1`() async throws {
        try await self.withSealed { ledger, tool, folder in
            let file = folder.appending(path: "ledger.ndjson").path()
            try await ledger.tamper(
                "ALTER TABLE ledger.movement DISABLE TRIGGER ALL",
                "UPDATE ledger.movement SET quantity = quantity + 1"
            )
            let found = try await tool.run(["verify", "--export", file], as: "ledger")
            #expect(found.status == .exited(1), "\(found)")
            #expect(found.output.contains("findings, the first at 1:"))
            let read = try await tool.run(["verify", file], as: "ledger")
            #expect(read.status == .exited(1), "\(read)")
            let json = try await tool.run(["verify", "--json"], as: "ledger")
            #expect(json.status == .exited(1))
            #expect(json.output.hasPrefix("{"))
        }
    }

    @Test func `what makes no sense is refused`() async throws {
        try await self.withSealed { _, tool, folder in
            let file = folder.appending(path: "none.ndjson").path()
            for arguments in [
                ["verify", "--key", "x"], ["verify", file, "--export", file], ["verify", "--no"],
                ["verify", "--receipt", file, "--evidence", file],
            ] {
                let answer = try await tool.run(arguments, as: "ledger")
                #expect(answer.status == .exited(64), "\(arguments) \(answer)")
                #expect(answer.output.isEmpty && !answer.error.isEmpty)
            }
            let lost = try await tool.run(["verify", file], as: "ledger")
            #expect(lost.status != .exited(0))
            #expect(lost.error.contains("cannot be read"))
            // A key that is none of its keys, in the right form.
            let other = SealHash.document([1]).description
            let wrong = try await tool.run(["verify", "--key", other], as: "ledger")
            #expect(wrong.status == .exited(1), "\(wrong)")
        }
    }
}
