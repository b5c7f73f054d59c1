import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A count that a request works on, held until the transaction ends.
struct CountDesk {
    private(set) var record: CountRecord
    private(set) var lines: [CountLineRecord]
    var sheet: CountSheet
    let request: OperationRequest
    /// By the clock of the database.
    let now: Timestamp

    /// - Throws: 404 where there is no such count, or none that the principal may work on; 403
    ///   where they may only read it.
    init(
        _ permission: Permission,
        for request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws {
        let id = try request.pathID("countId", of: Count.self)
        let rows = try transaction.pipeline([
            CountStore.lock(id), CountStore.lines(of: id), "SELECT clock_timestamp() AS now",
        ])
        guard let row = rows[0].first else { throw Problem.notFound("There is no count \(id).") }
        self.record = try CountRecord(row)
        guard request.principal.may(permission, at: self.record.warehouse) else {
            guard request.principal.may(.countRead, at: self.record.warehouse) else {
                throw Problem.notFound("There is no count \(id).")
            }
            throw Problem.forbidden(permission, at: self.record.warehouse)
        }
        try Precondition.check(self.record.version, of: request)
        self.lines = try rows[1].map { try CountLineRecord($0) }
        self.sheet = self.record.sheet(self.lines)
        self.request = request
        self.now = try rows[2][0].decode("now")
    }

    /// Changes the sheet, and turns what it refuses into a problem.
    mutating func change(
        _ body: (inout CountSheet) throws(CountRefusal) -> Void
    ) throws(Problem) {
        do throws(CountRefusal) {
            try body(&self.sheet)
        } catch {
            throw Problem(error)
        }
    }

    /// Has the sheet obey the rule of approval in force.
    ///
    /// - Throws: 403 where a program approves what people have to.
    mutating func require(_ rule: ApprovalRule) throws(Problem) {
        self.sheet.require(rule)
        guard self.sheet.needsOther, rule.requiresPerson,
            self.request.principal.actor.kind != .user
        else { return }
        throw .ofApproval(.personRequired(rule: rule.id))
    }

    /// Saves the sheet, notes down what was done, tells a new state, and answers with the count.
    ///
    /// - Parameter lines: How many it concerned.
    mutating func save(
        _ action: CountAction,
        lines: Int,
        note: String?,
        in transaction: borrowing Transaction
    ) throws {
        let former = self.record.state
        let rows = try transaction.pipeline(
            CountStore.save(self.sheet, of: self.record.id, at: self.now)
        )
        self.record = try CountRecord(rows[0][0])
        try transaction.execute(
            CountStore.note(
                action,
                of: self.record,
                lines: lines,
                note,
                by: self.request.principal.actor
            )
        )
        guard self.record.state != former else { return }
        try CountAnnouncement.tell(
            self.record,
            self.sheet,
            cause: self.request.context,
            by: self.request.principal.actor,
            in: transaction
        )
    }

    /// The count as the answer to a request.
    func answer(in transaction: borrowing Transaction) throws -> OperationResponse {
        guard let body = try CountBody.load(self.record.id, in: transaction) else {
            throw Problem.internalError()
        }
        return try body.response()
    }
}

/// What the house is told of counts.
enum CountAnnouncement {
    static func tell(
        _ count: CountRecord,
        _ sheet: CountSheet,
        cause: MessageContext?,
        by actor: Actor,
        in transaction: borrowing Transaction
    ) throws {
        let isCounted = count.state == .counted || count.state == .approved
        let variances = sheet.lines.compactMap(\.variance)
        func sum(_ part: (Quantity) -> Bool) -> Quantity {
            variances.filter(part).reduce(.zero) { $0.addingClamped($1) }
        }
        let outside = sheet.lines.count { line in
            guard let look = line.last else { return false }
            return !sheet.policy.tolerance.allows(seen: look.seen, expected: look.expected)
        }
        try Outbox.append(
            CountChanged(
                countId: count.id,
                planId: count.plan,
                warehouseId: count.warehouse,
                state: count.state,
                lines: sheet.lines.count,
                counted: sheet.lines.count { $0.state == .counted },
                outsideTolerance: isCounted ? outside : nil,
                shortage: isCounted ? -sum(\.isNegative) : nil,
                overage: isCounted ? sum(\.isPositive) : nil,
                actor: actor,
                recordedAt: count.updatedAt,
                version: count.version
            ),
            subject: count.id.description,
            version: count.version,
            cause: cause,
            in: transaction
        )
    }
}
