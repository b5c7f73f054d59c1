import Contracts
import Foundation
import Kernel
import NIOHTTP1

/// Writes a list to a file, page by page: all of it as it was known at one time.
struct ListExport: Sendable {
    /// What a file can be written as.
    enum Format: String {
        case csv
        case ndjson

        var contentType: String {
            switch self {
            case .csv: "text/csv"
            case .ndjson: "application/x-ndjson"
            }
        }
    }

    let api: APIClient
    let list: ExportedList
    let format: Format
    var asOf: Timestamp?
    var knownAt: Timestamp?

    /// How much was written, and what it takes to write the same again.
    struct Report: Sendable {
        let rows: Int
        let knownAt: Timestamp
    }

    /// Writes the file beside its place, and there once it is whole.
    func write(to file: String) async throws -> Report {
        let known = try await self.known()
        let part = file + ".part"
        guard FileManager.default.createFile(atPath: part, contents: nil),
            let handle = FileHandle(forWritingAtPath: part)
        else { throw OperatorFailure("\(part) cannot be written", next: "name another file") }
        do {
            let rows = try await self.write(to: handle, knownAt: known)
            try handle.close()
            if FileManager.default.fileExists(atPath: file) {
                try FileManager.default.removeItem(atPath: file)
            }
            try FileManager.default.moveItem(atPath: part, toPath: file)
            return Report(rows: rows, knownAt: known)
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            throw error
        }
    }

    private func write(to handle: FileHandle, knownAt: Timestamp) async throws -> Int {
        var request = APIRequest(
            .GET,
            self.list.path,
            query: self.query(knownAt: knownAt) + [("limit", "\(APIClient.pageSize)")]
        )
        var (rows, isFirst) = (0, true)
        while true {
            request.accept = self.format.contentType
            let answer = try await self.api.send(request)
            let records = self.records(of: answer.body, isFirst: isFirst)
            try handle.write(contentsOf: records.bytes)
            rows += records.count
            guard let next = answer.next else { return rows }
            request = APIRequest(target: next)
            isFirst = false
        }
    }

    /// What of a page goes to the file: the names of columns stand in it once.
    private func records(of body: [UInt8], isFirst: Bool) -> (bytes: ArraySlice<UInt8>, count: Int)
    {
        let lineEnd = UInt8(ascii: "\n")
        guard self.format == .csv else { return (body[...], body.count { $0 == lineEnd }) }
        let names = body.firstIndex(of: lineEnd).map { $0 + 1 } ?? body.endIndex
        return (isFirst ? body[...] : body[names...], Self.recordCount(of: body[names...]))
    }

    /// Line ends that are not in quotes.
    private static func recordCount(of csv: ArraySlice<UInt8>) -> Int {
        var (count, isQuoted) = (0, false)
        for byte in csv {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: "\n"), !isQuoted { count += 1 }
        }
        return count
    }

    /// What is known, no later than somebody asks for.
    private func known() async throws -> Timestamp {
        let page: Position = try await self.api.get(
            self.list.path,
            query: self.query(knownAt: self.knownAt) + [("limit", "1")]
        )
        guard let time = page.time else {
            throw OperatorFailure(
                "the list does not say when it was known",
                next: "./stockbook status shows which version runs"
            )
        }
        return min(time, self.knownAt ?? time)
    }

    private func query(knownAt: Timestamp?) -> [(String, String)] {
        let times = [("asOf", self.asOf), ("knownAt", knownAt)].compactMap { name, time in
            time.map { (name, $0.description) }
        }
        return self.list.grouping + times
    }

    /// How far a list is, as each kind of them says it.
    private struct Position: Decodable {
        let knownAt: Timestamp?
        let costedTo: Timestamp?
        /// The first moment that is not in it.
        let recordedTo: Timestamp?

        var time: Timestamp? {
            self.knownAt ?? self.costedTo ?? self.recordedTo?.advanced(by: .microseconds(-1))
        }
    }
}
