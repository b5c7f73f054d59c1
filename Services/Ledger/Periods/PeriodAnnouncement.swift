import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A change of a period: noted down, and told to the house.
struct PeriodAnnouncement {
    private let action: PeriodStore.Action
    private let record: PeriodRecord
    private let reason: String?
    private let actor: Actor
    private let cause: MessageContext?

    /// - Parameter record: The period after the change.
    init(
        _ action: PeriodStore.Action,
        of record: PeriodRecord,
        reason: String? = nil,
        by actor: Actor,
        cause: MessageContext? = nil
    ) {
        self.action = action
        self.record = record
        self.reason = reason
        self.actor = actor
        self.cause = cause
    }

    func tell(in transaction: borrowing Transaction) throws {
        try transaction.execute(
            PeriodStore.note(self.action, of: self.record, reason: self.reason, by: self.actor)
        )
        let (period, seal) = (self.record.period, self.record.seal)
        try Outbox.append(
            PeriodChanged(
                periodId: period.id,
                name: period.name,
                from: period.start,
                until: period.end,
                state: period.state,
                reason: self.reason,
                balances: seal?.count,
                balancesHash: seal.map { Hexadecimal.text($0.hash) },
                actor: self.actor,
                recordedAt: self.record.updatedAt,
                version: self.record.version
            ),
            subject: period.id.description,
            version: self.record.version,
            cause: self.cause,
            in: transaction
        )
    }
}
