package import Contracts
package import Kernel

extension PeriodCalendar {
    /// The period that follows the last one.
    ///
    /// - Parameter start: When it starts; only for the first of all.
    package func next(
        _ id: ID<Period>,
        name: String,
        from start: Timestamp?,
        until end: Timestamp
    ) throws(PeriodRefusal) -> StockPeriod {
        let last = self.periods.last
        if let last, let start, start != last.end { throw .startIsGiven(last.end) }
        guard let start = last?.end ?? start else { throw .startRequired }
        guard end >= start.advanced(by: StockPeriod.leastLength) else { throw .tooShort }
        return StockPeriod(
            id: id,
            number: (last?.number ?? 0) + 1,
            name: name,
            start: start,
            end: end
        )
    }

    /// Closes a period of the calendar, which has the one before it, too.
    ///
    /// - Parameters:
    ///   - forEver: Whether its balances are sealed, and nothing is entered any more.
    ///   - delay: How long it has to be over: what is entered about a later time is entered without
    ///     a look at periods.
    package func closing(
        _ id: ID<Period>,
        forEver: Bool,
        at now: Timestamp,
        delay: Duration
    ) throws(PeriodRefusal) -> StockPeriod {
        var period = self.period(id)
        guard period.state == .open || forEver && period.state == .softClosed else {
            throw .wrongState(period.state)
        }
        let end = period.end.advanced(by: delay)
        guard now >= end else { throw .notOver(until: end) }
        if let earlier = self.periods.first(where: { $0.number == period.number - 1 }) {
            let isInOrder = forEver ? earlier.state.isFinal : earlier.state != .open
            guard isInOrder else { throw .earlierIsOpen(earlier) }
        }
        period.state = forEver ? .closing : .softClosed
        return period
    }

    /// Opens a softly closed period of the calendar again, which has the one after it, too.
    package func reopening(_ id: ID<Period>) throws(PeriodRefusal) -> StockPeriod {
        var period = self.period(id)
        guard period.state == .softClosed else { throw .wrongState(period.state) }
        if let later = self.periods.first(where: { $0.number == period.number + 1 }),
            later.state != .open
        {
            throw .laterIsClosed(later)
        }
        period.state = .open
        return period
    }

    private func period(_ id: ID<Period>) -> StockPeriod {
        guard let period = self.periods.first(where: { $0.id == id }) else {
            preconditionFailure("whoever changes a period has read it")
        }
        return period
    }
}
