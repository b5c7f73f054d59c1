import Testing

@testable import Ledger

struct BackgroundPaceTests {
    @Test func `posting goes first, unless what follows it would be late`() {
        let pace = BackgroundPace(
            breath: .milliseconds(20),
            leisure: 4,
            patience: .seconds(60)
        )
        #expect(pace.rest(after: .milliseconds(50), lag: .seconds(59)) == .milliseconds(200))
        #expect(pace.rest(after: .milliseconds(1), lag: .seconds(1)) == .milliseconds(20))
        #expect(pace.rest(after: .milliseconds(50), lag: .seconds(60)) == .milliseconds(20))
    }
}
