@testable import Ledger

extension BackgroundPace {
    /// Without a rest, for tests that do not wait.
    static let restless = BackgroundPace(breath: .zero, leisure: 0)
}
