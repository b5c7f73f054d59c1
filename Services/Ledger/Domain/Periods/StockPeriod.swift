package import Contracts
package import Kernel

/// A stretch of effective time that is closed as a whole.
package struct StockPeriod: Hashable, Sendable {
    package let id: ID<Period>
    /// From 1, in the order of time.
    package let number: Int64
    package let name: String
    package let start: Timestamp
    /// The first instant that is not in it any more.
    package let end: Timestamp
    package internal(set) var state: PeriodState

    package init(
        id: ID<Period>,
        number: Int64,
        name: String,
        start: Timestamp,
        end: Timestamp,
        state: PeriodState = .open
    ) {
        self.id = id
        self.number = number
        self.name = name
        self.start = start
        self.end = end
        self.state = state
    }

    /// How long a period is at least, so that a look at the past meets few of them.
    package static let leastLength = Duration.seconds(86_400)
}

/// A time at which nothing can be entered any more.
package struct ClosedTime: Hashable, Sendable {
    package let time: Timestamp
    package let period: StockPeriod
    /// The first instant at which it could be entered.
    package let firstOpen: Timestamp
}

extension StockPeriod {
    /// The period once its balances are sealed.
    package func sealed() -> StockPeriod {
        var period = self
        period.state = .closed
        return period
    }
}
