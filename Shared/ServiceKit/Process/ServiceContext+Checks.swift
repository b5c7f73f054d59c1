import AMQP
import Messaging
import Postgres
import ServiceLifecycle

extension ServiceContext {
    /// Registers the checks that every service has.
    func registerChecks(_ process: ProcessConfiguration, startup: StartupSequence) {
        self.health.register("startup") { startup.status }
        self.health.register("database") { [database] in
            do {
                try await database.check()
                return .ok
            } catch {
                return .failing(HealthStatus.reason(error))
            }
        }
        for link in self.links {
            let host = link.host.rawValue
            for (purpose, connection) in [
                ("consuming", link.consuming), ("publishing", link.publishing),
            ] {
                let judge = BrokerHealth()
                self.health.register("broker.\(host).\(purpose)") {
                    judge.judge(connection.state)
                }
            }
        }
        let limit = process.maximumOutboxAge
        self.health.register("outbox") {
            let age = OutboxLoad.shared.oldestAge
            guard age > limit else { return .ok }
            return .failing("the oldest message waits for \(age), more than \(limit)")
        }
    }
    /// Registers a check for each service that only works while it is subscribed.
    func registerSubscriptions(of services: [any Service]) {
        for case let service as any SubscribingService in services {
            self.health.register("subscription: \(service)") {
                switch service.subscription {
                case .subscribed: .ok
                case .waiting: .failing("is not subscribed yet")
                case .interrupted(let error): .failing(error.detail)
                case .ended: .failing("has ended")
                }
            }
        }
    }
}
