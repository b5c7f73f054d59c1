import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Closes a period, to most or for ever.
///
/// For ever, nothing is accepted into it from the moment of the answer on; its balances are sealed
/// behind that.
struct ClosePeriod: Operation {
    static let id = "closePeriod"

    /// How long a period has to be over.
    let delay: Duration

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: PeriodClosing = try request.document()
        let desk = try PeriodDesk(request, reason: draft.reason, in: transaction)
        let period = try Problem.unless { () throws(PeriodRefusal) in
            try desk.calendar.closing(
                desk.record.period.id,
                forEver: draft.hard,
                at: desk.now,
                delay: self.delay
            )
        }
        return try desk.save(
            period,
            draft.hard ? .close : .softClose,
            in: transaction
        )
    }
}

/// Opens a softly closed period again.
struct ReopenPeriod: Operation {
    static let id = "reopenPeriod"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: PeriodReopening = try request.document()
        let desk = try PeriodDesk(request, reason: draft.reason, in: transaction)
        let period = try Problem.unless { () throws(PeriodRefusal) in
            try desk.calendar.reopening(desk.record.period.id)
        }
        return try desk.save(period, .reopen, in: transaction)
    }
}

struct PeriodClosing: Codable, Sendable {
    /// Whether it is closed for ever.
    let hard: Bool
    let reason: String
}

struct PeriodReopening: Codable, Sendable {
    let reason: String
}

/// A period that a request changes, held with its neighbours until the transaction ends.
private struct PeriodDesk {
    let record: PeriodRecord
    let calendar: PeriodCalendar
    /// By the clock of the database, once the locks are taken.
    let now: Timestamp
    private let request: OperationRequest
    private let reason: String

    /// - Throws: 422 for a reason that is none, 404 where there is no such period, 412 where it has
    ///   another version.
    init(
        _ request: OperationRequest,
        reason: String,
        in transaction: borrowing Transaction
    ) throws {
        var rules = DraftRules()
        rules.text(reason, "/reason", limit: DraftRules.maximumNote)
        try rules.finish()
        try request.requireEveryWarehouse(for: .periodClose)
        let id = try request.pathID("periodId", of: Period.self)
        let rows = try transaction.pipeline([
            PeriodStore.lock(id), "SELECT clock_timestamp() AS now",
        ])
        let records = try rows[0].map { try PeriodRecord($0) }
        guard let record = records.first(where: { $0.period.id == id }) else {
            throw Problem.notFound("There is no period \(id).")
        }
        try Precondition.check(record.version, of: request)
        self.record = record
        self.calendar = PeriodCalendar(records.map(\.period))
        self.now = try rows[1][0].decode("now")
        self.request = request
        self.reason = reason
    }

    func save(
        _ period: StockPeriod,
        _ action: PeriodStore.Action,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let rows = try transaction.execute(PeriodStore.save(period))
        try PeriodAnnouncement(
            action,
            of: PeriodRecord(rows[0]),
            reason: self.reason,
            by: self.request.principal.actor,
            cause: self.request.context
        ).tell(in: transaction)
        return try PeriodBody.load(period.id, in: transaction).response()
    }
}
