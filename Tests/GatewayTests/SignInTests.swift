import Contracts
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct SignInTests {
    @Test func `a wrong password and an unknown name are told the same`() async throws {
        try await withGateway { gateway in
            _ = try await gateway.hire("ada")
            let wrong = try await gateway.signIn("ada", "not the password")
            let unknown = try await gateway.signIn("nobody-of-that-name", "not the password")
            let impossible = try await gateway.signIn("../etc", "not the password")
            #expect(wrong.status == 401)
            #expect(wrong.code == "invalid-credentials")
            #expect(wrong.problem == unknown.problem && wrong.problem == impossible.problem)
            #expect(wrong.header("www-authenticate") == "Bearer")
            #expect(wrong.header("set-cookie") == nil)
        }
    }

    @Test func `a name in any case is the same name`() async throws {
        try await withGateway { gateway in
            _ = try await gateway.hire("ada")
            #expect(try await gateway.signIn("Ada").status == 200)
        }
    }

    @Test func `a disabled account is told what a wrong password is`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            try await gateway.execute("UPDATE account SET is_active = false WHERE id = \(ada.id)")
            let refused = try await gateway.signIn("ada")
            #expect(refused.status == 401)
            #expect(refused.code == "invalid-credentials")
        }
    }

    @Test func `five wrong passwords lock the account, and time unlocks it`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            for _ in 0..<5 {
                #expect(try await gateway.signIn("ada", "not the password").status == 401)
            }
            let locked = try await gateway.signIn("ada")
            #expect(locked.status == 429)
            #expect(locked.code == "account-locked")
            let wait = try #require(locked.header("retry-after").flatMap { Int($0) })
            #expect((1...30).contains(wait))
            try await gateway.execute(
                "UPDATE account SET locked_until = now() - interval '1 second' WHERE id = \(ada.id)"
            )
            #expect(try await gateway.signIn("ada").status == 200)
            #expect(try await gateway.signIn("ada", "not the password").status == 401)
            #expect(try await gateway.signIn("ada").status == 200, "a success forgets failures")
        }
    }

    @Test func `guesses that come at once are all counted`() async throws {
        try await withGateway { gateway in
            _ = try await gateway.hire("ada")
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { _ = try? await gateway.signIn("ada", "not the password") }
                }
            }
            let locked = try await gateway.signIn("ada")
            #expect(locked.code == "account-locked")
            let failures: Int32? = try await gateway.value("SELECT failures FROM account")
            #expect(failures.map { $0 >= 5 } == true)
        }
    }

    @Test func `a current password is guessed no more often than a sign-in`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let guess: JSONValue = [
                "current": "not the password", "new": "another fine phrase of words",
            ]
            for _ in 0..<5 {
                let refused = try await gateway.ask("changePassword", json: guess, by: ada)
                #expect(refused.status == 401)
                #expect(refused.code == "invalid-credentials")
            }
            let locked = try await gateway.ask("changePassword", json: guess, by: ada)
            #expect(locked.status == 429)
            #expect(locked.header("retry-after") != nil)
        }
    }

    @Test func `signing in too often from one address has to wait`() async throws {
        let settings = [
            "STOCKBOOK_SIGNIN_RATE_BURST": "3", "STOCKBOOK_SIGNIN_RATE_MINUTE": "1",
        ]
        try await withGateway(settings) { gateway in
            for _ in 0..<3 { #expect(try await gateway.signIn("nobody").status == 401) }
            let refused = try await gateway.signIn("nobody")
            #expect(refused.status == 429)
            #expect(refused.code == "too-many-requests")
            let wait = try #require(refused.header("retry-after").flatMap { Int($0) })
            #expect((1...60).contains(wait))
            #expect(try await gateway.ask("getDocs").status == 200, "others do not wait")
        }
    }

    @Test func `a caller who asks too often has to wait, others have not`() async throws {
        let settings = ["STOCKBOOK_HTTP_RATE_BURST": "2", "STOCKBOOK_HTTP_RATE_SECOND": "1"]
        try await withGateway(settings) { gateway in
            let ada = try await gateway.newcomer("ada")
            let grace = try await gateway.newcomer("grace")
            var statuses: [Int] = []
            for _ in 0..<4 { statuses.append(try await gateway.ask("getSession", by: ada).status) }
            #expect(statuses.contains(429))
            #expect(try await gateway.ask("getSession", by: grace).status == 200)
        }
    }

    @Test func `a longer password than any is wrong, and is not hashed`() async throws {
        try await withGateway { gateway in
            _ = try await gateway.hire("ada")
            let long = String(repeating: "x", count: 10_000)
            #expect(try await gateway.signIn("ada", long).status == 401)
        }
    }
}
