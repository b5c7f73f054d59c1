/// A virtual host of the bench's own, made for a run and removed after it.
struct ScratchVirtualHost: Sendable {
    static let name = "stockbook-bench"

    let suite: Suite
    let api: ManagementAPI

    /// The administrator's URL of the virtual host.
    var url: String { self.suite.broker.at(Self.name).description }

    /// Makes the virtual host, runs `body`, and removes it whatever becomes of it.
    nonisolated(nonsending) func whilePresent<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws -> Value {
        let (user, _) = self.suite.broker.credentials
        try await self.api.put(["vhosts", Self.name], Nothing())
        try await self.api.put(["permissions", Self.name, user], Everything())
        let value: Value
        do {
            value = try await body()
        } catch {
            // The first failure is the one to hear about; the next run takes over what is left.
            try? await self.api.delete(["vhosts", Self.name])
            throw error
        }
        try await self.api.delete(["vhosts", Self.name])
        return value
    }

    private struct Nothing: Encodable {}

    private struct Everything: Encodable {
        let configure = ".*"
        let write = ".*"
        let read = ".*"

        enum CodingKeys: CodingKey {
            case configure, write, read
        }
    }
}
