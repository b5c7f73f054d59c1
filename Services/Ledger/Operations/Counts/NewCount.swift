import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A sheet that is about to be made, by a person or a plan.
struct NewCount {
    let id: ID<Count>
    var plan: ID<CountPlan>?
    let warehouse: ID<Location>
    let policy: CountPolicy
    var note: String?
    let targets: [CountTarget]

    /// Makes the sheet and tells of it; `nil` where the identifier is taken.
    func make(
        for actor: Actor,
        cause: MessageContext?,
        in transaction: borrowing Transaction
    ) throws -> ID<Count>? {
        let clock = try transaction.execute("SELECT clock_timestamp() AS now")
        let rows = try transaction.execute(
            CountStore.add(
                self.id,
                of: self.plan,
                in: self.warehouse,
                self.policy,
                note: self.note,
                by: actor,
                at: try clock[0].decode("now")
            )
        )
        guard let row = rows.first else { return nil }
        let record = try CountRecord(row)
        let lines = self.targets.map { (id: ID<CountLine>.make(), target: $0) }
        try transaction.pipeline([
            CountStore.add(lines, from: 1, isAdded: false, to: self.id),
            CountStore.note(.create, of: record, lines: lines.count, self.note, by: actor),
        ])
        let sheet = CountSheet(
            policy: self.policy,
            lines: lines.map { CountSheet.Line(id: $0.id) }
        )
        try CountAnnouncement.tell(record, sheet, cause: cause, by: actor, in: transaction)
        return self.id
    }
}
