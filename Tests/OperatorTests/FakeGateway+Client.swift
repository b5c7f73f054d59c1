import TestSupport

@testable import Operator

extension FakeGateway {
    /// Runs the gateway while `body` talks to it.
    func run(_ body: @Sendable (APIClient) async throws -> Void) async throws {
        try await self.serve { url in try await body(APIClient(base: url, key: "sbk_test")) }
    }
}
