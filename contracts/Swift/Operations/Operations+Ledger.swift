extension Operations {
    /// What the ledger answers.
    static let ledger =
        Self.places + Self.costs + Self.journal + Self.reservations + Self.transfers
        + Self.handlingUnits + Self.counts + Self.periods + Self.approvals + Self.quality
}
