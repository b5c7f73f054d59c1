import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Adds a source; its broker user is made by the operator.
struct CreateSource: Operation {
    static let id = "createSource"

    struct Draft: Codable {
        let id: ID<PosSource>?
        let name: String
        let displayName: String
        let location: String
        let nonStockCodes: [String]?
        let gapGraceSeconds: Int64?
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: Draft = try request.document()
        guard Source.isName(draft.name) else {
            throw Problem.validation(
                "/name",
                rule: "pattern",
                "name has 1 to 32 lower-case letters, digits or _."
            )
        }
        let source = Source(
            id: draft.id ?? .make(),
            name: draft.name,
            displayName: try SourceFields.displayName(draft.displayName),
            location: try SourceFields.location(draft.location, in: transaction),
            nonStockCodes: try SourceFields.nonStockCodes(draft.nonStockCodes ?? []),
            gapGraceSeconds: try SourceFields.gapGrace(
                draft.gapGraceSeconds ?? Source.standardGapGraceSeconds
            )
        )
        guard try SourceStore.insert(source, in: transaction) else {
            throw Problem.conflict(.alreadyExists, "A source with this name or id exists.")
        }
        let view = try SourceView.of(source.id, in: transaction)
        return try .json(
            view,
            status: 201,
            headers: [view.entityTag, ("Location", "/v1/pos/sources/\(source.id)")]
        )
    }
}

/// Changes a source; what a disabled one sends is parked.
struct UpdateSource: Operation {
    static let id = "updateSource"

    struct Patch: Codable {
        let displayName: String?
        let location: String?
        let nonStockCodes: [String]?
        let gapGraceSeconds: Int64?
        let status: String?
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let patch: Patch = try request.document()
        let id: ID<PosSource> = try request.pathID("sourceId")
        guard let record = try SourceStore.lock(id, in: transaction) else {
            throw Problem.notFound("There is no such source.")
        }
        try Precondition.require(record.source.version, of: request)
        var source = record.source
        if let name = patch.displayName {
            source.displayName = try SourceFields.displayName(name)
        }
        if let name = patch.location {
            source.location = try SourceFields.location(name, in: transaction)
        }
        if let codes = patch.nonStockCodes {
            source.nonStockCodes = try SourceFields.nonStockCodes(codes)
        }
        if let seconds = patch.gapGraceSeconds {
            source.gapGraceSeconds = try SourceFields.gapGrace(seconds)
        }
        if let text = patch.status {
            guard let status = SourceView.Status(rawValue: text) else {
                throw Problem.validation("/status", rule: "enum", "status is active or disabled.")
            }
            source.isActive = status == .active
        }
        try SourceStore.save(source, in: transaction)
        let view = try SourceView.of(id, in: transaction)
        return try .json(view, headers: [view.entityTag])
    }
}
