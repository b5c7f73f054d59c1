import Foundation
import Tabular

/// The records of a CSV file, read piece by piece.
enum FileRecords {
    static let pieceBytes = 65_536

    /// Calls `body` with every record, in order.
    ///
    /// - Throws: ``FileMistake`` where the file is no CSV; what `body` throws.
    static func forEach(in path: String, _ body: (CSVRecord) throws -> Void) throws {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw OperatorFailure("\(path) cannot be read", next: "name a CSV file")
        }
        var reader = CSVReader()
        do {
            while let piece = try file.read(upToCount: Self.pieceBytes), !piece.isEmpty {
                for record in try reader.read(piece) { try body(record) }
            }
            if let last = try reader.finish() { try body(last) }
            try file.close()
        } catch let error as CSVError {
            throw FileMistake(
                line: error.line,
                field: "",
                rule: "CSV (RFC 4180) in UTF-8",
                value: error.description
            )
        }
    }
}
