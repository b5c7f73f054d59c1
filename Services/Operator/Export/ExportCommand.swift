import ArgumentParser
import Foundation
import Kernel

/// `stockbookctl export`: a list to a file, as it was known at one time.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write stock, movements, entries, values or costs to a CSV or NDJSON file.",
        discussion: """
            The file is of one moment, which is shown: with it as --known-at the same file is written \
            again, whatever was posted since. Columns are described in docs/exports.md.
            """
    )

    @OptionGroup var option: StateOption
    @Argument(help: "stock, movements, entries, valuation or costs.")
    var list: ExportedList
    @Option(help: "A file whose name ends with .csv or .ndjson.", completion: .file())
    var to: String
    @Option(help: "Count what had happened by this time (RFC 3339).")
    var asOf: String?
    @Option(help: "Count what had been recorded by this time (RFC 3339).")
    var knownAt: String?

    func run() async throws {
        guard
            let format = ListExport.Format(
                rawValue: URL(fileURLWithPath: self.to).pathExtension.lowercased()
            )
        else { throw ValidationError("The name of the file ends with .csv or .ndjson.") }
        let export = ListExport(
            api: try self.option.suite().apiClient(),
            list: self.list,
            format: format,
            asOf: try Self.time(self.asOf),
            knownAt: try Self.time(self.knownAt)
        )
        let report = try await export.write(to: self.to)
        try Console.standard.write("\(report.rows) rows, as known at \(report.knownAt)")
    }

    private static func time(_ text: String?) throws -> Timestamp? {
        guard let text else { return nil }
        guard let time = Timestamp(text) else {
            throw ValidationError("\(text) is no time like 2026-11-23T08:00:00Z.")
        }
        return time
    }
}
