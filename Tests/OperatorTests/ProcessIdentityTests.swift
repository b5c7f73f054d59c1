import Foundation
import Testing

@testable import Operator

@Suite struct ProcessIdentityTests {
    @Test func `a living process is the one on record`() async throws {
        try await withStateFolder { folder in
            let own = try #require(ProcessIdentity(pid: getpid()))
            try folder.put("\(own)\n", at: "run/own.pid")
            #expect(ProcessIdentity(recordedAt: folder.processRecord("own")) == own)
            #expect(own.isAlive)
        }
    }

    @Test func `a number that was handed out again is not the process on record`() async throws {
        try await withStateFolder { folder in
            let own = try #require(ProcessIdentity(pid: getpid()))
            try folder.put("\(own.pid) 1 \(own.bootID)\n", at: "run/earlier.pid")
            try folder.put("\(own.pid) \(own.startTime) another-boot\n", at: "run/boot.pid")
            try folder.put("", at: "run/empty.pid")
            for name in ["earlier", "boot", "empty", "missing"] {
                #expect(ProcessIdentity(recordedAt: folder.processRecord(name)) == nil)
            }
        }
    }
}
