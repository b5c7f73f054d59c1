import Contracts
import Foundation
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Operator

/// Lists go to files whole, and as they were known at one time.
@Suite struct ListExportTests {
    private static let known = "2026-11-23T08:00:00.000001Z"

    private func export(
        _ list: ExportedList,
        as format: ListExport.Format,
        knownAt: Timestamp? = nil,
        from gateway: FakeGateway
    ) async throws -> (text: String, report: ListExport.Report) {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "list").path()
            let report = Mutex<ListExport.Report?>(nil)
            try await gateway.run { api in
                let export = ListExport(api: api, list: list, format: format, knownAt: knownAt)
                let written = try await export.write(to: file)
                report.withLock { $0 = written }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["list"])
            let text = try String(contentsOfFile: file, encoding: .utf8)
            return (text, try #require(report.withLock { $0 }))
        }
    }

    @Test func `pages of CSV are one file with one line of names`() async throws {
        let gateway = FakeGateway([
            .json(#"{"items":[],"knownAt":"\#(Self.known)"}"#),
            .table("sku,name\r\nA,\"two\nlines\"\r\n", next: "/v1/stock?cursor=x%2B"),
            .table("sku,name\r\nB,b\r\nC,c\r\n", next: nil),
        ])
        let (text, report) = try await self.export(.stock, as: .csv, from: gateway)
        #expect(text == "sku,name\r\nA,\"two\nlines\"\r\nB,b\r\nC,c\r\n")
        #expect(report.rows == 3)
        #expect(report.knownAt.description == Self.known)
        let targets = gateway.requests.map(\.target)
        #expect(targets.count == 3)
        // The first question finds out what is known, and the others are about that.
        #expect(targets[0] == "/v1/stock?by=lot&limit=1")
        #expect(
            targets[1] == "/v1/stock?by=lot&knownAt=2026-11-23T08%3A00%3A00.000001Z&limit=500"
        )
        #expect(targets[2] == "/v1/stock?cursor=x%2B")
        #expect(gateway.requests.map(\.accept) == ["application/json", "text/csv", "text/csv"])
    }

    @Test func `lines of JSON are put one behind the other`() async throws {
        let gateway = FakeGateway([
            .json(#"{"items":[],"recordedTo":"2026-11-23T08:00:00.000002Z"}"#),
            .table("{\"a\":1}\n", next: "/v1/movements?cursor=y"), .table("{\"a\":2}\n", next: nil),
        ])
        let (text, report) = try await self.export(.movements, as: .ndjson, from: gateway)
        #expect(text == "{\"a\":1}\n{\"a\":2}\n")
        #expect(report.rows == 2)
        #expect(report.knownAt.description == Self.known)
    }

    @Test func `what is asked for is not exceeded, and what is not known yet is not promised`()
        async throws
    {
        for (asked, expected) in [
            ("2026-11-22T08:00:00Z", "2026-11-22T08:00:00Z"), ("2026-11-24T08:00:00Z", Self.known),
        ] {
            let gateway = FakeGateway([
                .json(#"{"items":[],"costedTo":"\#(Self.known)"}"#),
                .table("number\r\n", next: nil),
            ])
            let (text, report) = try await self.export(
                .costs,
                as: .csv,
                knownAt: Timestamp(asked),
                from: gateway
            )
            #expect(text == "number\r\n")
            #expect(report.rows == 0)
            #expect(report.knownAt.description == expected)
        }
    }

    @Test func `a list that breaks off leaves what was there`() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "list").path()
            try Data("before".utf8).write(to: URL(filePath: file))
            let gateway = FakeGateway([
                .json(#"{"items":[],"knownAt":"\#(Self.known)"}"#),
                .table("sku\r\nA\r\n", next: "/v1/stock?cursor=x"),
                .refusal(Problem(.invalidCursor)),
            ])
            try await gateway.run { api in
                let export = ListExport(api: api, list: .stock, format: .csv)
                await #expect(throws: APIFailure.self) { try await export.write(to: file) }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["list"])
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "before")
        }
    }
}
