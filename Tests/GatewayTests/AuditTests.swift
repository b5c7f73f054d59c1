import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct AuditTests {
    @Test func `a change is written down once: who, what, from where, how it ended`()
        async throws
    {
        try await withGateway { gateway in
            let person = try await gateway.hire("ada")
            let ada = try await gateway.browser(of: person).with("User-Agent", "Browser/1")
            let made = try await gateway.ask(
                "createUser",
                json: ["name": "grace", "displayName": "Grace", "role": "viewer"],
                by: ada,
                key: "k-1"
            )
            let rows = try await trail(gateway, "operation=createUser", count: 1, by: ada)
            let row = try #require(rows.first)
            let id = JSONValue.string(person.id.description)
            #expect(row["actor"] == ["kind": "user", "id": id, "name": "ada"])
            #expect(row["subject"] == made["user.id"])
            #expect(row["outcome"] == "done")
            #expect(row["status"] == 201)
            #expect(row["address"] == "127.0.0.1")
            #expect(row["userAgent"] == "Browser/1")
            #expect(row["idempotencyKey"] == "k-1")
        }
    }

    @Test func `a refusal is written down with its code`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let viewer = try await gateway.newcomer("grace", .viewer)
            _ = try await gateway.ask("createUser", json: [:], by: viewer)
            _ = try await gateway.ask("listUsers", by: viewer)
            _ = try await gateway.signIn("ada", "not the password")
            let refused = try await trail(gateway, "outcome=refused", count: 3, by: ada)
            #expect(
                refused.compactMap { $0["operation"]?.text } == [
                    "signIn", "listUsers", "createUser",
                ]
            )
            #expect(
                refused.compactMap { $0["code"]?.text } == [
                    "invalid-credentials", "forbidden", "forbidden",
                ]
            )
            #expect(refused[0]["actor"] == nil)
            #expect(refused[1]["actor"]?["name"] == "grace")
        }
    }

    @Test func `reading leaves no trace`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            _ = try await gateway.ask("listUsers", by: ada)
            _ = try await gateway.ask("signOut", by: try await gateway.newcomer("grace"))
            let rows = try await trail(gateway, "", count: 3, by: ada)
            #expect(rows.compactMap { $0["operation"]?.text } == ["signOut", "signIn", "signIn"])
        }
    }

    @Test func `the trail is found by who, about what and when`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            let grace = try await gateway.hire("grace", .viewer)
            let browser = try await gateway.browser(of: ada)
            try await gateway.change(grace, ["displayName": "Grace"], by: browser)
            _ = try await trail(gateway, "subject=\(grace.id)", count: 1, by: browser)
            _ = try await trail(gateway, "actor=\(ada.id)", count: 1, by: browser)
            let later = "from=2100-01-01T00:00:00Z"
            #expect(try await gateway.ask("listAudit", query: later, by: browser).items.isEmpty)
            let page = try await gateway.ask("listAudit", query: "limit=1", by: browser)
            let next = try page.text("next")
            let rest = try await gateway.ask(
                "listAudit",
                query: "limit=1&cursor=\(next)",
                by: browser
            )
            #expect(rest.items.compactMap { $0["operation"]?.text } == ["signIn"])
        }
    }

    @Test(arguments: ["UPDATE audit SET actor_name = 'mallory'", "DELETE FROM audit"])
    func `the gateway itself cannot change the trail`(statement: String) async throws {
        try await withGateway { gateway in
            _ = try await gateway.signIn("ada", "not the password")
            let error = await #expect(throws: PostgresError.self) {
                try await gateway.execute(SQL(verbatim: statement))
            }
            #expect(error?.sqlState == "42501", "insufficient privilege")
        }
    }

    /// The audit trail once it has as many rows; it is written behind the answers.
    private func trail(
        _ gateway: GatewayBench,
        _ query: String,
        count: Int,
        by visitor: Visitor
    ) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        try await eventually("the trail has \(count) rows") {
            rows = try await gateway.ask("listAudit", query: query, by: visitor).items
            return rows.count >= count
        }
        #expect(rows.count == count)
        return rows
    }
}
