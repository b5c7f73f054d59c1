import Crypto
import Foundation
import Kernel
import Tabular

/// A file of sales, checked as a whole before anything is done with it.
struct SalesFile: Sendable {
    let path: String
    /// The rows in the order of the file.
    let rows: [SaleRow]
    /// SHA-256 of the bytes, in hexadecimal digits: the same content is the same file.
    let digest: String

    /// - Throws: ``SalesFileError`` naming every row that is malformed.
    init(path: String, clock: ShopClock) throws {
        var parser: SaleRowParser?
        var rows: [SaleRow] = []
        var mistakes: [FileMistake] = []
        var count = 0
        do {
            try FileRecords.forEach(in: path) { record in
                guard let known = parser else {
                    parser = try SaleRowParser(header: record, clock: clock)
                    return
                }
                var found: [FileMistake] = []
                if let row = known.row(record, &found) { rows.append(row) }
                count += found.count
                mistakes += found.prefix(SalesFileError.namedMistakes - mistakes.count)
            }
        } catch let mistake as FileMistake {
            mistakes.append(mistake)
            count += 1
        }
        guard mistakes.isEmpty else {
            throw SalesFileError(path: path, mistakes: mistakes, count: count)
        }
        guard !rows.isEmpty else {
            throw OperatorFailure("\(path) has no rows", next: "name a file of sales")
        }
        self.path = path
        self.rows = rows
        self.digest = try Self.digest(of: path)
    }

    private static func digest(of path: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw OperatorFailure("\(path) cannot be read", next: "name a CSV file")
        }
        var hash = SHA256()
        while let piece = try file.read(upToCount: FileRecords.pieceBytes), !piece.isEmpty {
            hash.update(data: piece)
        }
        try file.close()
        return Hexadecimal.text(hash.finalize())
    }
}
