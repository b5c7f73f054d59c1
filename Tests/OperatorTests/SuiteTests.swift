import Contracts
import Testing

@testable import Operator

@Suite struct SuiteTests {
    private static let environment = [
        "STOCKBOOK_POSTGRES_ADMIN_URL":
            "postgresql://root:p%40ss@db.example:5433/postgres?sslmode=require",
        "STOCKBOOK_BROKER_ADMIN_URL": "amqp://root:secret@broker.example:5673",
        "STOCKBOOK_BROKER_API_URL": "http://root:secret@broker.example:15673",
        "STOCKBOOK_TEST_POSTGRES": "postgresql://elsewhere",
        "STOCKBOOK_LOG_LEVEL": "debug",
        "PATH": "/usr/bin",
        "HOME": "/root",
    ]

    @Test func `a service signs in with its own role and nothing of an administrator`() async throws
    {
        try await self.withSuite { suite in
            for service in Suite.services {
                let environment = try suite.environment(of: service)
                let url = try #require(environment["STOCKBOOK_POSTGRES_URL"])
                #expect(
                    url == "postgresql://\(service.schema):role@db.example:5433/stockbook"
                        + "?sslmode=require"
                )
                #expect(environment["STOCKBOOK_MIGRATION_URL"] == nil)
                let told = environment.values.joined(separator: " ")
                for secret in ["p%40ss", "root", "owner", "elsewhere"] {
                    #expect(!told.contains(secret), "\(service.rawValue) is told \(secret)")
                }
            }
        }
    }

    @Test func `a migration signs in with the role that owns the schema`() async throws {
        try await self.withSuite { suite in
            let environment = try suite.migrationEnvironment(of: .posIngest)
            #expect(
                environment["STOCKBOOK_MIGRATION_URL"]
                    == "postgresql://pos_ingest_owner:owner@db.example:5433/stockbook?sslmode=require"
            )
        }
    }

    @Test func `only pos-ingest reaches the virtual host of the tills`() async throws {
        try await self.withSuite { suite in
            for service in Suite.services {
                let environment = try suite.environment(of: service)
                let broker = environment["STOCKBOOK_BROKER_URL"]
                let user = "svc-\(service.rawValue)"
                #expect(broker == "amqp://\(user):broker@broker.example:5673/suite")
                #expect((environment["STOCKBOOK_POS_BROKER_URL"] != nil) == (service == .posIngest))
            }
        }
    }

    @Test func `only the gateway has the master key, and every service a key of its own`()
        async throws
    {
        try await self.withSuite { suite in
            let keys = try Suite.services.map {
                try suite.environment(of: $0)["STOCKBOOK_ASSERTION_KEY"]
            }
            #expect(Set(keys).count == Suite.services.count)
            let master = try suite.folder.secret("assertion-key")
            #expect(try suite.environment(of: .gateway)["STOCKBOOK_ASSERTION_KEY"] == master)
        }
    }

    @Test func `only the gateway is told the operator's API key`() async throws {
        try await self.withSuite { suite in
            for service in Suite.services {
                let key = try suite.environment(of: service)["STOCKBOOK_BOOTSTRAP_API_KEY"]
                #expect(key == (service == .gateway ? "sbk_key" : nil))
            }
        }
    }

    @Test func `only the ledger is told where the keys of checkpoints are`() async throws {
        try await self.withSuite { suite in
            for service in Suite.services {
                let environment = try suite.environment(of: service)
                let isLedger = service == .ledger
                let file = isLedger ? "\(suite.folder.path)/secrets/ledger-seal-key" : nil
                #expect(environment["STOCKBOOK_LEDGER_SEALS_KEY_FILE"] == file)
                let folder = isLedger ? "\(suite.folder.path)/checkpoints" : nil
                #expect(environment["STOCKBOOK_LEDGER_CHECKPOINTS_FOLDER"] == folder)
            }
        }
    }

    @Test func `settings of the caller reach every service`() async throws {
        try await self.withSuite { suite in
            let environment = try suite.environment(of: .catalog)
            #expect(environment["STOCKBOOK_LOG_LEVEL"] == "debug")
            #expect(environment["PATH"] == "/usr/bin")
            #expect(environment["HOME"] == nil)
        }
    }

    @Test func `what is missing is named with what to do`() async throws {
        try await withStateFolder { folder in
            let error = #expect(throws: OperatorFailure.self) {
                try Suite(folder: folder, environment: [:])
            }
            #expect(error?.reason == "STOCKBOOK_POSTGRES_ADMIN_URL is not set")
            #expect(error?.next.isEmpty == false)
            #expect(throws: OperatorFailure.self) { try folder.port("gateway") }
            #expect(throws: OperatorFailure.self) { try folder.secret("role-ledger") }
        }
    }

    private func withSuite(_ body: (Suite) throws -> Void) async throws {
        try await withStateFolder { folder in
            for (index, service) in Suite.services.enumerated() {
                try folder.put("\(20_000 + index)\n", at: "ports/\(service.rawValue)-admin")
                try folder.put("role", at: "secrets/role-\(service.schema)")
                try folder.put("owner", at: "secrets/role-\(service.schema)_owner")
                try folder.put("broker", at: "secrets/broker-svc-\(service.rawValue)")
            }
            try folder.put("8080\n", at: "ports/gateway")
            try folder.put(String(repeating: "ab", count: 32), at: "secrets/assertion-key")
            try folder.put("sbk_key", at: "secrets/operator-api-key")
            try body(Suite(folder: folder, environment: Self.environment))
        }
    }
}
