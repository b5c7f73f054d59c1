import Foundation

/// Whether tests are asked for that take minutes: `./stockbook test --long`.
package enum LongRuns {
    package static var areAsked: Bool {
        ProcessInfo.processInfo.environment["STOCKBOOK_TEST_LONG"] == "1"
    }
}
