import Foundation
import Testing

@testable import Operator

@Suite struct LogFileTests {
    @Test func `a full log is renamed behind a whole line`() async throws {
        try await withStateFolder { folder in
            let log = LogFile(path: folder.log("service"), maximumBytes: 10)
            try await log.append(Array("12345\n".utf8))
            try await log.append(Array("6789\nabc".utf8))
            try await log.append(Array("def\n".utf8))
            try await log.close()
            #expect(folder.text(at: folder.log("service") + ".1") == "12345\n6789\n")
            #expect(folder.text(at: folder.log("service")) == "abcdef\n")
        }
    }

    @Test func `no more than the latest files are kept`() async throws {
        try await withStateFolder { folder in
            let log = LogFile(path: folder.log("service"), maximumBytes: 1)
            for number in 0..<20 { try await log.append(Array("\(number)\n".utf8)) }
            try await log.close()
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/logs")
            #expect(files.count <= LogFile.olderFiles + 1)
            #expect(folder.text(at: folder.log("service") + ".1") == "19\n")
            #expect(folder.text(at: folder.log("service") + ".4") == "16\n")
        }
    }

    @Test func `a log that exists is continued`() async throws {
        try await withStateFolder { folder in
            for _ in 0..<2 {
                let log = LogFile(path: folder.log("service"))
                try await log.append(Array("line\n".utf8))
                try await log.close()
            }
            #expect(folder.text(at: folder.log("service")) == "line\nline\n")
        }
    }
}
