import Contracts
import Messaging

/// Asks every service for a sign of life.
struct Health: LocalOperation {
    static let id = "health"

    /// How long a service may take to say that it is there.
    private static let budget = Duration.seconds(1)

    let client: OperationClient
    let services: [ServiceName]
    let version: String

    struct ServiceHealth: Encodable {
        let name: ServiceName
        let status: String
        let latencyMilliseconds: Int64?
    }

    struct Answer: Encodable {
        let status: String
        let version: String
        let services: [ServiceHealth]
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let found = await withTaskGroup(of: ServiceHealth.self) { group in
            for service in self.services { group.addTask { await self.ask(service) } }
            var found: [ServiceHealth] = []
            for await health in group { found.append(health) }
            return found.sorted { $0.name.rawValue < $1.name.rawValue }
        }
        let isReady = found.allSatisfy { $0.status == "ready" }
        return try .json(
            Answer(
                status: isReady ? "ready" : "degraded",
                version: self.version,
                services: found
            ),
            status: isReady ? 200 : 503
        )
    }

    private func ask(_ service: ServiceName) async -> ServiceHealth {
        let start = ContinuousClock.now
        // Any answer will do, and this operation is known to nobody: it touches no database.
        let question = OperationCall(operation: "ping", principal: .nobody)
        do {
            _ = try await self.client.call(service, question, budget: Self.budget)
        } catch {
            return ServiceHealth(name: service, status: "unreachable", latencyMilliseconds: nil)
        }
        let latency = Int64((ContinuousClock.now - start) / .milliseconds(1))
        return ServiceHealth(name: service, status: "ready", latencyMilliseconds: latency)
    }
}
