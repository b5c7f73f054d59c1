import AMQP
import AsyncHTTPClient
import Foundation
import TestSupport
import Testing

@testable import Operator

@Suite struct BrokerUserTests {
    private static func withUser(
        _ body: (BrokerUserProvisioning, TestVirtualHost, String, String) async throws -> Void
    ) async throws {
        let environment = ProcessInfo.processInfo.environment
        let text =
            environment["STOCKBOOK_TEST_RABBITMQ_API"] ?? "http://guest:guest@127.0.0.1:15672"
        let api = try ManagementAPI(
            ServerURL(text, named: "STOCKBOOK_TEST_RABBITMQ_API"),
            client: .shared
        )
        try await withTestVirtualHost { host in
            try await host.declare([
                .declareExchange("pos.ingress", .topic), .declareQueue("taken", [.durable]),
                .bind(queue: "taken", exchange: "pos.ingress", key: "#"),
            ])
            // Made by the host, so that it is removed with it.
            let user = try await host.createUser("pos")
            let users = BrokerUserProvisioning(broker: api, host: host.name)
            try await body(users, host, user.name, user.url)
        }
    }

    @Test func `a source can publish in no name but its own`() async throws {
        try await Self.withUser { users, host, name, _ in
            try await users.provision(name, password: "renewed")
            let url = host.url(user: name, password: "renewed")
            try await ForbiddenPublishProbe(url: url, name: name).run()
            #expect(try await host.depth(of: "taken") == 0)
        }
    }

    @Test func `a user without a rule about keys is found out`() async throws {
        try await Self.withUser { _, _, name, url in
            // Made with the right to publish anything, and no rule about keys.
            await #expect(throws: OperatorFailure.self) {
                try await ForbiddenPublishProbe(url: url, name: name).run()
            }
        }
    }
}
