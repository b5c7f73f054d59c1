import Kernel
import LedgerDomain
import Postgres

extension StateLoader {
    /// How much sooner than a period can be closed a batch looks at it: longer than any batch takes, so
    /// that none that did not look is still under way.
    private static let periodMargin = Duration.seconds(300)

    /// Reads the periods in which something is entered, and keeps them from being closed meanwhile;
    /// nothing where all happened so lately that no period of it can be closed.
    ///
    /// - Parameter earliest: The earliest time that a command tells.
    func loadPeriods(
        from earliest: Timestamp?,
        into state: inout LedgerState,
        in transaction: borrowing Transaction
    ) throws {
        let end = state.now.advanced(by: Self.periodMargin - self.periodDelay)
        guard let earliest, earliest < end else { return }
        let rows = try transaction.execute(PeriodStore.hold(from: earliest, until: state.now))
        state.periods = PeriodCalendar(try rows.map { try StockPeriod($0) })
    }
}
