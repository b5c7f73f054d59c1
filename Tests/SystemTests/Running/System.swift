import AsyncHTTPClient
import Contracts
import Messaging
import TestSupport
import Testing

@testable import Operator

/// The services as processes, and the servers that they have to themselves.
struct System: Sendable {
    /// The one that runs around the current test.
    @TaskLocal static var shared: System?

    static var current: System {
        get throws { try #require(System.shared, "only tests of SystemSuite have a system") }
    }

    /// Two warehouses that are there from the start.
    static let main = "MAIN"
    static let east = "EAST"

    let folder: StateFolder
    let servers: Servers
    let ports: Ports
    let processes: [ServiceName: SupervisedProcess]
    let masterKey: AssertionKey
    let http: HTTPClient
    let contract: AnswerContract
    /// Who may do everything.
    var admin: Caller
    /// What may do everything, and asks again while services are away.
    let operatorAPI: APIClient
    let cast = Cast()
}

extension System {
    /// Where the processes listen.
    struct Ports: Sendable {
        let gateway: Int
        let health: [ServiceName: Int]
    }

    /// What is made for the system and dropped with it.
    struct Servers: Sendable {
        let database: TestDatabase
        let suite: TestVirtualHost
        let pos: TestVirtualHost

        func host(_ host: VirtualHost) -> TestVirtualHost {
            switch host {
            case .suite: self.suite
            case .pos: self.pos
            }
        }
    }
}
