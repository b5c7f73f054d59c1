import CatalogDomain
import Contracts
import Kernel
import Messaging
import Postgres

/// Takes a file and answers at once; ``ImportRunner`` goes on with it.
struct StartImport: Operation {
    static let id = "startImport"
    static let rollsBackDryRun = false

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        guard
            try ImportStore.waitingCount(in: transaction) < ImportLimits.maximumWaitingJobs
        else {
            throw Problem(
                .tooManyRequests,
                detail: "\(ImportLimits.maximumWaitingJobs) imports are waiting already."
            )
        }
        let format = try self.format(of: request)
        try request.requireStorableText()
        let rows = try ImportReader.rows(request.body, format: format)
        let job = ImportJob(
            id: .make(),
            state: .queued,
            isDryRun: try request.query.flag("dryRun"),
            format: format,
            fileName: try self.fileName(of: request),
            rowCount: rows.count,
            counts: ImportCounts(),
            failure: nil,
            actor: request.principal.actor,
            createdAt: request.receivedAt,
            startedAt: nil,
            finishedAt: nil
        )
        try ImportStore.insert(job, rows: rows, in: transaction)
        return try ImportJob.accepted(job.id, in: transaction)
    }

    /// RFC 9110, section 8.3: the media type ends at the first semicolon, in any case.
    private func format(of request: OperationRequest) throws(Problem) -> ImportFormat {
        let header = request.headers["content-type"] ?? ""
        let type = header.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
        return switch type {
        case "text/csv": .csv
        case "application/json": .json
        default:
            throw Problem(
                .unsupportedMediaType,
                detail: "An import is text/csv or application/json."
            )
        }
    }

    private func fileName(of request: OperationRequest) throws(Problem) -> String? {
        guard let text = request.query["fileName"] else { return nil }
        do {
            return try Text.normalized(text, characters: 1...200)
        } catch {
            throw QueryParameters.invalid("fileName", rule: error.rule, error.message)
        }
    }
}

/// Reads an import.
struct GetImport: Operation {
    static let id = "getImport"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try .json(ImportBody(try request.importJob(in: transaction)))
    }
}

/// Lists what is wrong with the rows of an import.
struct ListImportErrors: Operation {
    static let id = "listImportErrors"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let job = try request.importJob(in: transaction)
        let limit = try request.query.limit()
        var position = ImportErrorStore.Position(row: 0, position: 0)
        if let cursor = try PageCursor.read(request, keyCount: 2) {
            position = ImportErrorStore.Position(
                row: try cursor.key(0) { Int32($0) },
                position: try cursor.key(1) { Int32($0) }
            )
        }
        let found = try ImportErrorStore.page(
            of: job.id,
            after: position,
            limit: limit + 1,
            in: transaction
        )
        return try request.page(of: found, limit: limit) { item in
            ["\(item.position.row)", "\(item.position.position)"]
        } body: {
            $0.map(\.line)
        }
    }
}

/// Goes on with an import that stopped.
struct ResumeImport: Operation {
    static let id = "resumeImport"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let job = try request.importJob(in: transaction)
        guard job.state != .done else {
            throw Problem.conflict(.wrongState, "The import is done.")
        }
        try ImportStore.resume(job.id, in: transaction)
        return try ImportJob.accepted(job.id, in: transaction)
    }
}

extension ImportJob {
    /// The answer to a request that goes on in the background.
    fileprivate static func accepted(
        _ id: ID<Contracts.ImportJob>,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        guard let job = try ImportStore.find(id, in: transaction) else {
            throw Problem.notFound("There is no import \(id).")
        }
        return try .json(
            ImportBody(job),
            status: 202,
            headers: [("Location", "/v1/imports/\(id)")]
        )
    }
}

extension OperationRequest {
    /// The import that the path names.
    ///
    /// - Throws: 404.
    fileprivate func importJob(in transaction: borrowing Transaction) throws -> ImportJob {
        let id = try self.pathID("importId", of: Contracts.ImportJob.self)
        guard let job = try ImportStore.find(id, in: transaction) else {
            throw Problem.notFound("There is no import \(id).")
        }
        return job
    }
}
