package import Testing

/// Runs the tests of a suite inside a scope that is opened once for all of them, such as a server.
package struct SuiteScope: SuiteTrait, TestScoping {
    /// The tests of the suite, to be run inside.
    package typealias Tests = @Sendable @concurrent () async throws -> Void

    private let scope: @Sendable (Tests) async throws -> Void

    package init(_ scope: @escaping @Sendable (Tests) async throws -> Void) {
        self.scope = scope
    }

    /// Once for the suite, and not for each of its tests.
    package var isRecursive: Bool { false }

    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing tests: Tests
    ) async throws {
        try await self.scope(tests)
    }
}
