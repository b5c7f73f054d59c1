import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct SessionTests {
    @Test func `the cookie is for the browser alone`() async throws {
        try await withGateway { gateway in
            _ = try await gateway.hire("ada")
            let cookie = try #require(try await gateway.signIn("ada").header("set-cookie"))
            #expect(cookie.hasPrefix("stockbook_session=sbs_"))
            #expect(cookie.contains("; HttpOnly; SameSite=Strict"))
            #expect(cookie.contains("; Path=/;"))
            #expect(!cookie.contains("Secure"))
        }
    }

    @Test func `behind TLS the cookie travels over TLS only`() async throws {
        try await withGateway(["STOCKBOOK_HTTP_SECURE": "true"]) { gateway in
            _ = try await gateway.hire("ada")
            let cookie = try #require(try await gateway.signIn("ada").header("set-cookie"))
            #expect(cookie.hasSuffix("; Secure"))
        }
    }

    @Test func `signing in makes a new session, whatever cookie came with it`() async throws {
        try await withGateway { gateway in
            _ = try await gateway.hire("ada")
            let first = try await gateway.signIn("ada")
            let planted = try Visitor(signedIn: first)
            let second = try await gateway.signIn("ada", by: planted)
            #expect(second.header("set-cookie") != first.header("set-cookie"))
            #expect(second["id"] != first["id"])
            #expect(second["csrfToken"] != first["csrfToken"])
        }
    }

    @Test func `only the digest of a session's token is kept`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let cookie = try #require(ada.headers.first?.1)
            let token = String(cookie.split(separator: "=")[1])
            let digest = GatewayKeys.digest(token)
            #expect(
                try await gateway.value(
                    "SELECT count(*) FROM session WHERE token_digest = \(digest)"
                ) == Int64(1)
            )
            #expect(
                try await gateway.value(
                    "SELECT count(*) FROM session WHERE session::text LIKE \("%" + token + "%")"
                ) == Int64(0)
            )
        }
    }

    @Test func `sessions are listed latest first, and one that is ended is over at once`()
        async throws
    {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            let first = try await gateway.browser(of: ada)
            let second = try await gateway.browser(of: ada)
            let list = try await gateway.ask("listSessions", by: second)
            #expect(list.items.map { $0["isCurrent"] } == [true, false])
            let id = try #require(list.items.last?["id"]?.text)
            let page = try await gateway.ask("listSessions", query: "limit=1", by: second)
            let next = try page.text("next")
            let rest = try await gateway.ask("listSessions", query: "cursor=\(next)", by: second)
            #expect(rest.items.compactMap { $0["id"]?.text } == [id])
            #expect(try await gateway.ask("getSession", by: first).status == 200)
            let ended = try await gateway.ask("revokeSession", ["sessionId": id], by: second)
            #expect(ended.status == 204)
            #expect(try await gateway.ask("getSession", by: first).status == 401)
            let again = try await gateway.ask("revokeSession", ["sessionId": id], by: second)
            #expect(again.status == 404)
        }
    }

    @Test func `nobody sees or ends the sessions of others without the permission`() async throws {
        try await withGateway { gateway in
            let admin = try await gateway.newcomer("ada")
            let grace = try await gateway.hire("grace", .viewer)
            let viewer = try await gateway.browser(of: grace)
            let own = try await gateway.ask("listSessions", query: "user=\(grace.id)", by: viewer)
            #expect(own.items.count == 1)
            let adminID = try await gateway.ask("getSession", by: admin).text("user.id")
            let refused = try await gateway.ask(
                "listSessions",
                query: "user=\(adminID)",
                by: viewer
            )
            #expect(refused.status == 403)
            #expect(refused["permission"] == "session.manage")
            let session = try await gateway.ask("getSession", by: admin).text("id")
            let path = ["sessionId": session]
            #expect(try await gateway.ask("revokeSession", path, by: viewer).status == 404)
            let theirs = try await gateway.ask("listSessions", query: "user=\(grace.id)", by: admin)
            let id = try #require(theirs.items.first?["id"]?.text)
            #expect(
                try await gateway.ask("revokeSession", ["sessionId": id], by: admin).status == 204
            )
            #expect(try await gateway.ask("getSession", by: viewer).status == 401)
        }
    }

    @Test func `a session survives a restart, and signing out ends it everywhere`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            try await gateway.besideAnother { second in
                let session = try await second.ask("getSession", by: ada)
                #expect(session.status == 200)
            }
            let out = try await gateway.ask("signOut", by: ada)
            #expect(out.status == 204)
            #expect(out.header("set-cookie")?.contains("Max-Age=0") == true)
            #expect(try await gateway.ask("getSession", by: ada).status == 401)
            try await gateway.besideAnother { second in
                let session = try await second.ask("getSession", by: ada)
                #expect(session.status == 401)
            }
        }
    }

    @Test(arguments: ["last_used_at", "created_at"])
    func `a session ends by idling and by age`(column: String) async throws {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            let old = try await gateway.browser(of: ada)
            try await gateway.execute(
                "UPDATE session SET \(identifier: column) = now() - interval '13 hours'"
            )
            #expect(try await gateway.ask("getSession", by: old).status == 401)
            let fresh = try await gateway.browser(of: ada)
            #expect(try await gateway.ask("listSessions", by: fresh).items.count == 1)
        }
    }

    @Test func `a new password ends the other sessions`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            let here = try await gateway.browser(of: ada)
            let elsewhere = try await gateway.browser(of: ada)
            #expect(try await gateway.ask("getSession", by: elsewhere).status == 200)
            let changed = try await gateway.ask(
                "changePassword",
                json: ["current": .string(Person.password), "new": "another fine phrase of words"],
                by: here
            )
            #expect(changed.status == 204)
            #expect(try await gateway.ask("getSession", by: here).status == 200)
            #expect(try await gateway.ask("getSession", by: elsewhere).status == 401)
        }
    }
}
