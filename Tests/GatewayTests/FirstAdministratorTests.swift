import Contracts
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct FirstAdministratorTests {
    private static let settings = [
        "STOCKBOOK_BOOTSTRAP_ADMIN": "Root",
        "STOCKBOOK_BOOTSTRAP_PASSWORD": "one time, then another",
    ]

    @Test func `an empty system gets an administrator who must choose a password`() async throws {
        try await withGateway(Self.settings) { gateway in
            let answer = try await gateway.signIn("root", "one time, then another")
            #expect(answer.status == 200)
            #expect(answer["user.role"] == "admin")
            #expect(answer["mustChangePassword"] == true)
            let root = try Visitor(signedIn: answer)
            let refused = try await gateway.ask("listUsers", by: root)
            #expect(refused.status == 403)
            #expect(refused.code == "password-change-required")
            #expect(try await gateway.ask("getSession", by: root).status == 200)
            let changed = try await gateway.ask(
                "changePassword",
                json: ["current": "one time, then another", "new": .string(Person.password)],
                by: root
            )
            #expect(changed.status == 204)
            #expect(try await gateway.ask("listUsers", by: root).status == 200)
            #expect(try await gateway.signIn("root", "one time, then another").status == 401)
            #expect(try await gateway.signIn("root").status == 200)
        }
    }

    @Test func `a system with an account gets no other administrator`() async throws {
        try await withGateway(Self.settings) { gateway in
            try await gateway.besideAnother { second in
                let admin = try await second.newcomer("ada")
                let users = try await second.ask("listUsers", by: admin)
                #expect(users.items.compactMap { $0["name"]?.text } == ["ada", "root"])
            }
        }
    }

    @Test func `the installation's own key outlives the administrator who came first`() async throws
    {
        let secret = "sbk_" + String(repeating: "A", count: 43)
        let settings = Self.settings.merging(["STOCKBOOK_BOOTSTRAP_API_KEY": secret]) { $1 }
        try await withGateway(settings) { gateway in
            let installation = Visitor.key(secret)
            let users = try await gateway.ask("listUsers", by: installation)
            let root = try #require(users.items.first?["id"]?.text)
            _ = try await gateway.hire("ada")
            let path = ["userId": root]
            let version = try await gateway.ask("getUser", path, by: installation).header("etag")
            let disabled = try await gateway.ask(
                "updateUser",
                path,
                json: ["status": "disabled"],
                by: installation,
                match: version
            )
            #expect(disabled.status == 200)
            #expect(try await gateway.ask("listUsers", by: installation).status == 200)
        }
    }

    @Test func `the installation's own key gets what a newer version can do, unless it is revoked`()
        async throws
    {
        let secret = "sbk_" + String(repeating: "A", count: 43)
        let settings = Self.settings.merging(["STOCKBOOK_BOOTSTRAP_API_KEY": secret]) { $1 }
        try await withGateway(settings) { gateway in
            let installation = Visitor.key(secret)
            for (change, status) in [
                ("permissions = '{stock.read}'", 200), ("revoked_at = now()", 401),
            ] as [(SQL, Int)] {
                try await gateway.execute("UPDATE api_key SET \(fragment: change)")
                // Restarted by another version.
                try await gateway.besideAnother { newer in
                    let users = try await newer.ask("listUsers", by: installation)
                    #expect(users.status == status)
                }
            }
        }
    }
}
