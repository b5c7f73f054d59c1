import Foundation

/// The file that `--json` names.
enum ReportFile {
    /// - Throws: ``OperatorFailure`` where it cannot be written.
    static func write(_ report: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try (encoder.encode(report) + Data("\n".utf8))
                .write(to: URL(filePath: path), options: .atomic)
        } catch let error as CocoaError {
            throw OperatorFailure(
                "--json: \(path) cannot be written: \(error.localizedDescription)",
                next: "name a file in a folder that you may write to"
            )
        }
    }
}
