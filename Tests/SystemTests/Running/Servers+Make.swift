import Contracts
import Messaging
import TestSupport
import Testing

@testable import Catalog
@testable import Gateway
@testable import Ledger
@testable import PosIngest

extension System.Servers {
    /// Runs `body` with a migrated database and the topology of the broker, and drops both.
    static func make(_ body: (Self) async throws -> Void) async throws {
        let schemas = [
            TestSchema(name: "catalog", migrations: CatalogService.migrations),
            TestSchema(name: "ledger", migrations: LedgerService.migrations),
            TestSchema(name: "pos_ingest", migrations: PosIngestService.migrations),
            TestSchema(name: "gateway", migrations: GatewayService.migrations),
        ]
        try await withTestDatabase(schemas: schemas) { database in
            try await withTestVirtualHost { suite in
                try await withTestVirtualHost { pos in
                    let servers = Self(database: database, suite: suite, pos: pos)
                    for host in VirtualHost.allCases {
                        let definitions = try Topology.definitions(of: host)
                        try await servers.host(host).importDefinitions(Array(definitions.utf8))
                    }
                    try await body(servers)
                }
            }
        }
    }

    /// Where `service` signs in, as a user with the rights that the topology gives it.
    func brokerURLs(of service: ServiceName) async throws -> [VirtualHost: String] {
        let line = try #require(Topology.service(service))
        var urls: [VirtualHost: String] = [:]
        for rights in BrokerUser.of(line, among: Topology.services).rights {
            urls[rights.virtualHost] = try await self.host(rights.virtualHost).createUser(
                "svc",
                configure: rights.configure,
                write: rights.write,
                read: rights.read
            )
            .url
        }
        return urls
    }
}
