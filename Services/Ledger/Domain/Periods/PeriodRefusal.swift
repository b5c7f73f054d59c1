package import Contracts
package import Kernel

/// Why a period cannot be made, closed or opened again.
package enum PeriodRefusal: Error, Hashable, Sendable {
    /// Nobody said when the first one starts.
    case startRequired
    /// It starts where the one before ends, and not when somebody says.
    case startIsGiven(Timestamp)
    case tooShort
    case wrongState(PeriodState)
    /// It can be closed from then on.
    case notOver(until: Timestamp)
    case earlierIsOpen(StockPeriod)
    case laterIsClosed(StockPeriod)
}
