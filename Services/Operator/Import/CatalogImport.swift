import Contracts
import FoundationEssentials
import Kernel
import NIOHTTP1

/// Uploads rows for the catalog and follows the job until it ends.
struct CatalogImport: Sendable {
    static let maximumBytes = 16 << 20
    static let pollPause = Duration.milliseconds(200)
    /// How long a job may stand still before it is given up.
    static let patience = Duration.seconds(120)

    let api: APIClient
    let console: Console

    /// Uploads a file and waits for the end of its job.
    ///
    /// - Parameter key: The same for the same upload: one that is repeated starts no second job.
    func run(
        _ bytes: [UInt8],
        contentType: String,
        fileName: String,
        isDryRun: Bool = false,
        key: String = UUID().uuidString.lowercased()
    ) async throws -> ImportReport {
        var request = APIRequest(
            .POST,
            ["v1", "imports"],
            query: [("dryRun", "\(isDryRun)"), ("fileName", fileName)]
        )
        request.body = bytes
        request.contentType = contentType
        request.idempotencyKey = key
        return try await self.follow(try await self.api.send(request).decode())
    }

    /// Every mistake in the rows of an import.
    func mistakes(of report: ImportReport) async throws -> [ImportMistake] {
        try await self.api.list(["v1", "imports", report.id.description, "errors"])
    }

    private func follow(_ started: ImportReport) async throws -> ImportReport {
        var report = started
        var deadline = ContinuousClock.now + Self.patience
        while !report.isAtAnEnd {
            let total = report.rows.total.map { " of \($0)" } ?? ""
            try self.console.overwrite(with: "    importing: \(report.rows.done)\(total) rows")
            guard ContinuousClock.now < deadline else {
                throw OperatorFailure(
                    "the import \(report.id) stands still at \(report.rows.done) rows",
                    next: "./stockbook status shows whether catalog runs"
                )
            }
            try await Task.sleep(for: Self.pollPause)
            let next: ImportReport = try await self.api.get([
                "v1", "imports", report.id.description,
            ])
            if next.rows != report.rows { deadline = ContinuousClock.now + Self.patience }
            report = next
        }
        try self.console.overwrite(with: "")
        return report
    }
}
