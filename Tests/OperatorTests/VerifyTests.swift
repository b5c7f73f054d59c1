import Foundation
import Kernel
import SealStore
import Sealing
import TestSupport
import Testing

@testable import Operator

@Suite struct VerifyTests {
    private static let key = SealHash.document([1])

    private func report(_ findings: [Finding], isComplete: Bool = true) -> VerificationReport {
        var read = VerifiedCounts()
        read.movements = 12
        read.blocks = 3
        return VerificationReport(
            findings: findings,
            read: read,
            firstKey: Self.key,
            isComplete: isComplete
        )
    }

    @Test func `what was found is told with numbers and classes`() {
        let findings = [
            Finding(.deleted, at: 7, "movement x is gone"),
            Finding(.tailCut, at: 11, through: 20, "blocks are gone"),
        ]
        let text = self.report(findings, isComplete: false)
            .text(after: .milliseconds(5), peakBytes: 3_145_728, trusting: nil)
        #expect(text.hasPrefix("2 findings, the first at 7:"))
        #expect(text.contains("deleted at 7: movement x is gone"))
        #expect(text.contains("tail-cut at 11 to 20: blocks are gone"))
        #expect(
            text.contains("read: 12 movements, 3 blocks, 0 checkpoints in 5 ms and at most 3 MiB")
        )
        #expect(text.contains("the rest was not read"))
        #expect(text.contains(Self.key.description))
    }

    @Test func `that nothing was found is told with how much was read`() {
        let text = self.report([])
            .text(after: .milliseconds(5), peakBytes: 73_400_320, trusting: Self.key.description)
        let counts = "nothing was changed: 12 movements, 3 blocks, 0 checkpoints in 5 ms"
        #expect(text == "\(counts) and at most 70 MiB of memory")
        let silent = self.report([])
            .text(after: .milliseconds(5), peakBytes: nil, trusting: Self.key.description)
        #expect(silent == counts)
    }

    @Test func `an export takes the place of no file, and is whole or not there`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "ledger.ndjson").path()
            let file = try ExportFile(path: path)
            let ledger = ExportedLedger(ledger: .make(), writtenAt: .now)
            try file.write(.ledger(ledger))
            #expect(!FileManager.default.fileExists(atPath: path))
            try file.close()
            #expect(throws: OperatorFailure.self) { try ExportFile(path: path) }
            let report = try ExportVerification().run(file: path)
            #expect(report.findings == [])
        }
    }

    @Test(arguments: ["", "x", "{\"type\":\"key\"}", "{\"type\":\"ledger\",\"format\":\"other\"}"])
    func `what is no export is refused`(text: String) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "ledger.ndjson").path()
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(throws: UnreadableSeal.self) { try ExportVerification().run(file: path) }
        }
    }
}
