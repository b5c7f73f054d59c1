import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Makes the period that follows the last one.
struct CreatePeriod: Operation {
    static let id = "createPeriod"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: PeriodDraft = try request.document()
        var rules = DraftRules()
        rules.text(draft.name, "/name", limit: DraftRules.maximumName)
        try rules.finish()
        try request.requireEveryWarehouse(for: .periodClose)
        try transaction.execute(PeriodStore.lockEnd)
        let last = try transaction.execute(PeriodStore.last).map { try StockPeriod($0) }
        let period = try Problem.unless { () throws(PeriodRefusal) in
            try PeriodCalendar(last).next(
                draft.id ?? .make(),
                name: draft.name,
                from: draft.from,
                until: draft.until
            )
        }
        guard let row = try transaction.execute(PeriodStore.add(period)).first else {
            throw Problem.rule(
                .alreadyExists,
                "There is a period \(draft.name), or the identifier is taken.",
                pointer: "/name"
            )
        }
        try PeriodAnnouncement(
            .create,
            of: PeriodRecord(row),
            by: request.principal.actor,
            cause: request.context
        ).tell(in: transaction)
        return try PeriodBody.load(period.id, in: transaction).response(status: 201)
    }
}

struct PeriodDraft: Codable, Sendable {
    let id: ID<Period>?
    let name: String
    /// Only of the first; the others start where the one before ends.
    let from: Timestamp?
    let until: Timestamp
}

extension Problem {
    /// Turns what a rule of periods refuses into a problem.
    static func unless<Value>(
        _ body: () throws(PeriodRefusal) -> Value
    ) throws(Problem) -> Value {
        do throws(PeriodRefusal) {
            return try body()
        } catch {
            throw Problem(error)
        }
    }
}
