import Crypto
import Foundation
import Kernel
import Postgres

/// Writes a month to a folder: its movements with their entries, and what the file holds.
///
/// Nothing is taken from the ledger. A file that is there with its manifest is whole and is left
/// alone, so that an export that was ended goes on where it was.
struct MonthExport: Sendable {
    let month: JournalMonth
    let folder: String
    /// Where the ledger is for its owner: the role of the service reads no partition by its name.
    let server: ServerURL

    /// Bytes that are hashed at once.
    private static let piece = 1 << 20

    private var name: String { "movements-\(self.month.name)" }
    private var file: String { "\(self.folder)/\(self.name).csv" }
    private var manifest: String { "\(self.folder)/\(self.name).json" }

    /// Whether the month was exported before.
    var isDone: Bool { FileManager.default.fileExists(atPath: self.manifest) }

    /// - Throws: ``OperatorFailure`` where another number of rows was written than there are.
    @discardableResult
    func run(on session: PostgresSession) async throws -> ArchiveManifest {
        try FileManager.default.createDirectory(
            atPath: self.folder,
            withIntermediateDirectories: true
        )
        let facts = try await session.withTransaction { try MonthFacts(self.month, in: $0) }
        let draft = "\(self.file).part"
        let copied = try await self.copy(to: draft)
        guard copied == facts.rows else {
            throw OperatorFailure(
                "\(copied) rows of \(self.month.name) were written, and there are \(facts.rows)",
                next: "look at \(draft)"
            )
        }
        let manifest = ArchiveManifest(
            format: ArchiveManifest.format,
            ledger: facts.ledger,
            month: self.month.name,
            file: "\(self.name).csv",
            sha256: try Self.hash(of: draft),
            rows: facts.rows,
            first: facts.first,
            last: facts.last,
            columns: ArchiveColumn.all,
            checkpoint: facts.checkpoint
        )
        if FileManager.default.fileExists(atPath: self.file) {
            // Without a manifest it was not finished.
            try FileManager.default.removeItem(atPath: self.file)
        }
        try FileManager.default.moveItem(atPath: draft, toPath: self.file)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try (encoder.encode(manifest) + Data("\n".utf8))
            .write(to: URL(filePath: self.manifest), options: .atomic)
        return manifest
    }

    /// Has the rows written in the order in which they are sealed; returns how many.
    private func copy(to path: String) async throws -> Int64 {
        let quoted = path.replacing("'", with: "''")
        let statement = """
            SELECT \(ArchiveColumn.selection) FROM ledger.\(self.month.partition) AS movement \
            LEFT JOIN ledger.entry ON entry.id = movement.entry \
            ORDER BY movement.recorded_at, movement.entry, movement.line, movement.id
            """
        let answer = try await PostgresClient(server: self.server).run(
            """
            SET timezone = 'UTC';
            SET datestyle = 'ISO, YMD';
            SET client_encoding = 'UTF8';
            SET statement_timeout = 0;
            \\copy (\(statement)) TO '\(quoted)' WITH (FORMAT csv, HEADER)
            """,
            orElse: "check that \(self.folder) can be written and has room"
        )
        let counted = answer.split(separator: "\n").compactMap { line in
            line.hasPrefix("COPY ") ? Int64(line.dropFirst(5)) : nil
        }
        guard let rows = counted.last else {
            throw OperatorFailure("psql did not say how much it wrote", next: "look at \(path)")
        }
        return rows
    }

    /// The hash of a file, on disk and read again.
    private static func hash(of path: String) throws -> String {
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        try handle.synchronize()
        var hash = SHA256()
        while let piece = try handle.read(upToCount: Self.piece), !piece.isEmpty {
            hash.update(data: piece)
        }
        try handle.close()
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }
        .joined()
    }
}
