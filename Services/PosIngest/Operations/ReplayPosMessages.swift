import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Judges all parked messages anew that fit a filter, the oldest first.
struct ReplayPosMessages: Operation {
    static let id = "replayPosMessages"

    /// Messages of one request.
    private static let limit = 1_000

    struct Filter: Codable {
        let source: String?
        let reason: String?
        let code: String?
        let receivedFrom: Timestamp?
        let receivedTo: Timestamp?
    }

    struct Answer: Encodable {
        let matched: Int
        let replayed: Int64
        let parkedAgain: Int64
        let isDryRun: Bool
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let body: Filter = try request.document()
        let isDryRun = try request.query.flag("dryRun")
        let records = try MessageStore.lockParked(
            try self.filter(body),
            limit: Self.limit,
            in: transaction
        )
        let counts = try Rejudging.rejudge(
            records,
            by: request.principal.actor,
            note: nil,
            isDryRun: isDryRun,
            cause: request.context,
            in: transaction
        )
        return try .json(
            Answer(
                matched: records.count,
                replayed: counts.replayed,
                parkedAgain: counts.parkedAgain,
                isDryRun: isDryRun
            )
        )
    }

    private func filter(_ body: Filter) throws(Problem) -> MessageStore.Filter {
        if let source = body.source, !Source.isName(source) {
            throw .validation("/source", rule: "pattern", "source is not the name of a source.")
        }
        if let code = body.code, !PosLimits.name.allows(code) {
            throw .validation("/code", rule: "length", "code has \(PosLimits.name).")
        }
        var filter = MessageStore.Filter(
            source: body.source,
            code: body.code,
            receivedFrom: body.receivedFrom,
            receivedTo: body.receivedTo
        )
        if let text = body.reason {
            guard let reason = ParkReason(rawValue: text) else {
                throw .validation("/reason", rule: "enum", "reason is not one of the reasons.")
            }
            filter.reason = reason
        }
        let isEmpty =
            body.source == nil && body.reason == nil && body.code == nil
            && body.receivedFrom == nil && body.receivedTo == nil
        guard !isEmpty else {
            throw .validation("", rule: "minProperties", "Name at least one thing to match.")
        }
        return filter
    }
}
