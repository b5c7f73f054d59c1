import Contracts
package import Kernel

/// Periods that follow each other, as far as somebody has to know them.
///
/// They are closed in order, so two times say everything: what is before the first is closed for ever,
/// what is before the second at least softly. What is before the first period of all is closed with it:
/// its sealed balances have all that came before.
package struct PeriodCalendar: Hashable, Sendable {
    /// In the order of time.
    package private(set) var periods: [StockPeriod]

    package init(_ periods: [StockPeriod] = []) {
        self.periods = periods.sorted { $0.number < $1.number }
    }

    /// Until when everything is closed for ever; `nil` where nothing is.
    package var closedUntil: Timestamp? { self.periods.last(where: \.state.isFinal)?.end }

    /// Until when everything is closed at least softly; `nil` where nothing is.
    package var softlyClosedUntil: Timestamp? { self.periods.last { $0.state != .open }?.end }

    /// When something that happened at `time` is entered.
    ///
    /// - Throws: ``LedgerRefusal/periodClosed(_:)``, ``LedgerRefusal/periodSoftlyClosed(_:)``.
    package func entryTime(
        of time: Timestamp,
        _ lateness: Lateness,
        isUndoing: Bool
    ) throws(LedgerRefusal) -> Timestamp {
        let closed = self.closedUntil.flatMap { time < $0 ? $0 : nil }
        let softlyClosed = self.softlyClosedUntil.flatMap { time < $0 ? $0 : nil }
        guard let firstOpen = lateness.mayEnterSoftly ? closed : softlyClosed,
            let period = self.periods.first(where: { time < $0.end })
        else { return time }
        let refused = ClosedTime(time: time, period: period, firstOpen: firstOpen)
        guard closed != nil else { throw .periodSoftlyClosed(refused) }
        guard isUndoing || lateness == .fact else { throw .periodClosed(refused) }
        return firstOpen
    }
}
