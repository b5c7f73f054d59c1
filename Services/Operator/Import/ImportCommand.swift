import ArgumentParser
import Foundation

/// `stockbookctl import`: variants from a CSV or JSON file.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Load variants from a CSV or JSON file; rows with mistakes are named and left out.",
        discussion: """
            Columns: sku, product, name, description, category, barcode, packQuantity, baseUnit, \
            tracking, hasExpiry, shelfLifeDays, weightGrams, temperatureClass, velocityClass, and \
            attributes.<name>. A SKU that exists is changed. The exit status is 1 where a row has a \
            mistake.
            """
    )
    /// Mistakes that are shown; all are kept with the import.
    private static let shownMistakes = 200

    @OptionGroup var option: StateOption
    @Argument(help: "A file whose name ends with .csv or .json.", completion: .file())
    var file: String
    @Flag(help: "Check every row and change nothing.")
    var dryRun = false

    func run() async throws {
        let type = try self.contentType()
        guard let bytes = FileManager.default.contents(atPath: self.file) else {
            throw OperatorFailure("\(self.file) cannot be read", next: "name a file")
        }
        guard bytes.count <= CatalogImport.maximumBytes else {
            throw OperatorFailure(
                "\(self.file) has more than \(CatalogImport.maximumBytes >> 20) MiB",
                next: "split it"
            )
        }
        let console = Console.standard
        let job = CatalogImport(api: try self.option.suite().apiClient(), console: console)
        let report = try await job.run(
            Array(bytes),
            contentType: type,
            fileName: URL(fileURLWithPath: self.file).lastPathComponent,
            isDryRun: self.dryRun
        )
        try await self.show(report, of: job, on: console)
        guard report.state == .done, report.rows.failed == 0 else { throw ExitCode.failure }
    }

    private func contentType() throws -> String {
        switch URL(fileURLWithPath: self.file).pathExtension.lowercased() {
        case "csv": return "text/csv"
        case "json": return "application/json"
        default: throw ValidationError("The name of the file ends with .csv or .json.")
        }
    }

    private func show(
        _ report: ImportReport,
        of job: CatalogImport,
        on console: Console
    ) async throws {
        let mistakes = report.rows.failed > 0 ? try await job.mistakes(of: report) : []
        if !mistakes.isEmpty {
            var table = TextTable("row", "SKU", "field", "rule", "what is wrong")
            for mistake in mistakes.prefix(Self.shownMistakes) {
                table.append(
                    "\(mistake.row)",
                    mistake.sku ?? "",
                    mistake.field,
                    mistake.rule,
                    mistake.message
                )
            }
            try console.write(table.text)
            let more = mistakes.count - Self.shownMistakes
            if more > 0 { try console.write("... and \(more) more") }
        }
        let rows = report.rows
        try console.write(
            "\(self.dryRun ? "would be " : "")created \(rows.created), updated \(rows.updated), "
                + "unchanged \(rows.unchanged); \(rows.failed) rows with mistakes"
        )
        if let detail = report.detail { try console.write("the import stopped: \(detail)") }
    }
}
