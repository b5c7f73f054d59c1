import Contracts
import Kernel

extension LedgerState {
    /// How far ahead of the database a client's clock may be.
    package static let clockTolerance: Duration = .seconds(300)

    /// When something is entered.
    ///
    /// - Parameter isUndoing: Whether it undoes what is in the book. That cannot be refused for its
    ///   time: the mistake is there, and has to go.
    func time(
        of about: Circumstances,
        with authority: Authority,
        isUndoing: Bool = false
    ) throws(LedgerRefusal) -> EntryTime {
        guard let occurredAt = about.effectiveAt else { return EntryTime(effectiveAt: self.now) }
        // A till's clock may be wrong; what it sold is gone all the same.
        guard
            authority.mayOversell
                || occurredAt <= self.now.advanced(by: LedgerState.clockTolerance)
        else { throw .effectiveInFuture(occurredAt) }
        let effectiveAt = try self.periods.entryTime(
            of: occurredAt,
            authority.lateness,
            isUndoing: isUndoing
        )
        return EntryTime(
            effectiveAt: effectiveAt,
            occurredAt: effectiveAt == occurredAt ? nil : occurredAt
        )
    }
}

/// When something counts as having happened, and when it did.
struct EntryTime {
    let effectiveAt: Timestamp
    /// `nil` where it is the same.
    var occurredAt: Timestamp?
}
