import AsyncHTTPClient
import Contracts
import Foundation
import GatewayDomain
import Logging
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Operator

/// All that has to be known before the services can start.
struct SystemDraft: Sendable {
    static let administrator = (name: "admin", password: "one time only, then another")

    let folder: StateFolder
    let servers: System.Servers
    let ports: System.Ports
    let brokerURLs: [ServiceName: [VirtualHost: String]]
    let masterKey: AssertionKey
    let apiKey: String
    /// Environment variables of every service, which go before those that all systems have.
    let settings: [String: String]

    init(
        folder: StateFolder,
        servers: System.Servers,
        settings: [String: String]
    ) async throws {
        self.folder = folder
        self.servers = servers
        self.settings = settings
        self.ports = try await System.Ports.choose()
        var urls: [ServiceName: [VirtualHost: String]] = [:]
        for service in Suite.services {
            urls[service] = try await servers.brokerURLs(of: service)
        }
        self.brokerURLs = urls
        self.masterKey = try #require(AssertionKey(hexadecimal: RandomSecret.make()))
        var generator = SystemRandomNumberGenerator()
        self.apiKey = OpaqueToken.make(.apiKey, using: &generator).text
    }

    /// The processes, not started yet.
    func system(http: HTTPClient) async throws -> System {
        var processes: [ServiceName: SupervisedProcess] = [:]
        for service in Suite.services {
            let variables = try self.environment(of: service)
            processes[service] = SupervisedProcess(
                name: service.rawValue,
                folder: self.folder,
                logger: Logger(label: "system") { _ in SwiftLogNoOpLogHandler() }
            ) {
                try Program(path: BuildFolder.program(service.rawValue), environment: variables)
            }
        }
        return System(
            folder: self.folder,
            servers: self.servers,
            ports: self.ports,
            processes: processes,
            masterKey: self.masterKey,
            http: http,
            contract: try AnswerContract(),
            admin: .nobody,
            operatorAPI: APIClient(
                base: "http://\(Suite.host):\(self.ports.gateway)",
                key: self.apiKey,
                client: http
            )
        )
    }

    private func environment(of service: ServiceName) throws -> [String: String] {
        let key = service == .gateway ? self.masterKey : self.masterKey.derived(for: service)
        var environment = ServiceEnvironment(
            host: Suite.host,
            database: self.servers.database.configuration(for: service.schema).url,
            broker: self.brokerURLs[service] ?? [:],
            port: self.ports.health[service] ?? 0,
            assertionKey: key.hexadecimal
        )
        if service == .gateway {
            environment.gateway = ServiceEnvironment.Gateway(
                port: self.ports.gateway,
                apiKey: self.apiKey,
                administrator: Self.administrator
            )
        }
        if service == .ledger {
            try FileManager.default.createDirectory(
                atPath: "\(self.folder.path)/secrets",
                withIntermediateDirectories: true
            )
            // Any 64 digits are a key.
            try self.masterKey.hexadecimal.prefix(64)
                .write(toFile: self.folder.sealKeyFile, atomically: true, encoding: .utf8)
            environment.ledger = ServiceEnvironment.Ledger(
                sealKeyFile: self.folder.sealKeyFile,
                checkpointFolder: self.folder.checkpoints
            )
        }
        let common = [
            "PATH": "/usr/bin:/bin",
            "STOCKBOOK_LOG_LEVEL": "notice",
            // Whoever asks for a receipt waits for it.
            "STOCKBOOK_LEDGER_SEALS_SECONDS": "1",
            "STOCKBOOK_LEDGER_CHECKPOINTS_SECONDS": "1",
            // Dozens of users sign in from one address.
            "STOCKBOOK_SIGNIN_RATE_BURST": "10000",
            "STOCKBOOK_SIGNIN_RATE_MINUTE": "100000",
        ]
        return environment.variables(common.merging(self.settings) { _, own in own })
    }
}
