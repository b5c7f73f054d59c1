import Contracts

/// What a storm can strike.
enum StormTarget: Hashable, Sendable {
    case postgres
    case rabbitmq
    case service(ServiceName)

    static let all: [Self] = [.postgres, .rabbitmq] + Suite.services.map(Self.service)

    /// The name under which its process is recorded.
    var name: String {
        switch self {
        case .postgres: "postgres"
        case .rabbitmq: "rabbitmq"
        case .service(let service): service.rawValue
        }
    }

    /// Whether nobody watches it, so that it has to be started again by the launcher.
    var isServer: Bool {
        switch self {
        case .postgres, .rabbitmq: true
        case .service: false
        }
    }
}
