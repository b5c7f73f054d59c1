import Foundation
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Ledger
@testable import Operator

/// Old months in files.
@Testing.Suite(.requiresPostgres)
struct MonthExportTests {
    @Test func `a file of a month holds all of it, so that it can be read back`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepareTexts()
            try await withTemporaryFolder { folder in
                let path = folder.appending(path: "cold").path()
                let archive = try bench.archive
                let done = try await archive.run(olderThan: 24, to: .folder(path)) { _ in }
                #expect(done == 1)
                let manifest = try Self.manifest(in: path)
                #expect(manifest.rows == 4)
                #expect(manifest.checkpoint == nil)
                #expect(manifest.first?.recordedAt ?? .now < manifest.last?.recordedAt ?? .now)
                #expect(try await bench.differences(from: manifest, in: path) == 0)

                let again = try await archive.run(olderThan: 24, to: .folder(path)) { _ in }
                #expect(again == 0)
            }
        }
    }

    @Test func `an export that ended before its manifest is written anew`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepareTexts()
            try await withTemporaryFolder { folder in
                let path = folder.path()
                let archive = try bench.archive
                _ = try await archive.run(olderThan: 24, to: .folder(path)) { _ in }
                let manifest = try Self.manifest(in: path)
                let name = manifest.file.replacing(".csv", with: ".json")
                try FileManager.default.removeItem(atPath: "\(path)/\(name)")
                try Data("half".utf8).write(to: URL(filePath: "\(path)/\(manifest.file)"))
                let done = try await archive.run(olderThan: 24, to: .folder(path)) { _ in }
                #expect(done == 1)
                #expect(try Self.manifest(in: path).sha256 == manifest.sha256)
            }
        }
    }

    @Test func `a dry run writes nothing`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.prepareTexts()
            try await withTemporaryFolder { folder in
                let path = folder.appending(path: "cold").path()
                let archive = try bench.archive
                let due = try await archive.run(
                    olderThan: 24,
                    to: .folder(path),
                    isDryRun: true
                ) { _ in }
                #expect(due == 1)
                #expect(!FileManager.default.fileExists(atPath: path))
            }
        }
    }

    @Test(arguments: [
        ("cold", ArchiveTarget.tablespace("cold")), ("./cold", .folder("./cold")),
        ("/media/cold", .folder("/media/cold")),
    ])
    func `a path has a slash, and a table space none`(text: String, target: ArchiveTarget) {
        #expect(ArchiveTarget(argument: text) == target)
    }

    private static func manifest(in folder: String) throws -> ArchiveManifest {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 2)
        let name = try #require(names.first { $0.hasSuffix(".json") })
        let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
        return try JSONDecoder().decode(ArchiveManifest.self, from: bytes)
    }
}

extension ArchiveBench {
    /// Movements whose entries say what is hard to write to a file.
    fileprivate func prepareTexts() async throws {
        try await self.ledger.variant("NUT")
        for note in [#"a, \"b\" and 'c'"#, #"two\nlines"#, #"\\N \\."#] {
            _ = try await self.ledger.succeed(
                "postReceipt",
                #"{"location":"LDN","lines":[{"sku":"NUT","quantity":"1.5"}],"note":"\#(note)"}"#
            )
        }
        try await self.ledger.receive(2, of: "NUT")
        try await self.age()
    }

    /// How many rows of the file, read back, are not those of the journal.
    fileprivate func differences(
        from manifest: ArchiveManifest,
        in folder: String
    ) async throws -> Int {
        let columns = manifest.columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        let server = try ServerURL(self.owner.url, named: "the test's URL")
        let answer = try await PostgresClient(server: server).run(
            """
            CREATE TEMPORARY TABLE copy (\(columns));
            \\copy copy FROM '\(folder)/\(manifest.file)' WITH (FORMAT csv, HEADER MATCH)
            WITH told AS (
                SELECT \(ArchiveColumn.selection)
                FROM ledger.movement
                JOIN ledger.entry ON entry.id = movement.entry
            )
            SELECT 'different ' || count(*) FROM (
                (TABLE told EXCEPT ALL TABLE copy) UNION ALL (TABLE copy EXCEPT ALL TABLE told)
            ) AS other;
            """,
            orElse: "look at the test"
        )
        let line = answer.split(separator: "\n").first { $0.hasPrefix("different ") }
        return try #require(line.flatMap { Int($0.dropFirst(10)) })
    }
}
