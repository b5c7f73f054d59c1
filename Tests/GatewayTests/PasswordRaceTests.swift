import Contracts
import NIOPosix
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct PasswordRaceTests {
    @Test func `guesses that come at once are no more than those that come in turn`()
        async throws
    {
        try await withGateway { gateway in
            _ = try await gateway.hire("ada")
            let codes = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<20 {
                    group.addTask { try? await gateway.signIn("ada", "not the password").code }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == "invalid-credentials" } == 5)
            #expect(codes.count { $0 == "account-locked" } == 15)
        }
    }

    @Test func `somebody who signs in everywhere at once is let in everywhere`() async throws {
        try await withGateway { gateway in
            _ = try await gateway.hire("ada")
            let statuses = await withTaskGroup(of: Int?.self) { group in
                for _ in 0..<20 { group.addTask { try? await gateway.signIn("ada").status } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 20))
            #expect(try await gateway.value("SELECT failures FROM account") == Int32(0))
        }
    }

    @Test func `a right password after four wrong ones forgets them`() async throws {
        try await withGateway { gateway in
            let person = try await gateway.hire("ada")
            for _ in 0..<4 { _ = try await gateway.signIn("ada", "not the password") }
            let ada = try await gateway.browser(of: person)
            for _ in 0..<4 { _ = try await gateway.signIn("ada", "not the password") }
            let change: JSONValue = [
                "current": .string(Person.password), "new": "another fine phrase of words",
            ]
            #expect(try await gateway.ask("changePassword", json: change, by: ada).status == 204)
            #expect(try await gateway.value("SELECT failures FROM account") == Int32(0))
        }
    }

    @Test func `a password that was reset meanwhile opens and changes nothing`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            let proof = try await self.proof(of: ada, at: gateway)
            let hash = try Argon2().hash("the password of the reset")
            let results = try await gateway.database.pool.withTransaction { transaction in
                try CredentialStore.resetPassword(hash, of: ada.id, in: transaction)
                return [
                    try CredentialStore.recordSignIn(by: proof, in: transaction),
                    try CredentialStore.changePassword("other", by: proof, in: transaction),
                ]
            }
            #expect(results == [false, false])
            #expect(try await gateway.value("SELECT password_hash FROM account") == hash)
        }
    }

    @Test func `an account that was disabled meanwhile is not signed in`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            let proof = try await self.proof(of: ada, at: gateway)
            try await gateway.execute("UPDATE account SET is_active = false")
            let isSignedIn = try await gateway.database.pool.withTransaction { transaction in
                try CredentialStore.recordSignIn(by: proof, in: transaction)
            }
            #expect(!isSignedIn)
        }
    }

    private func proof(
        of person: Person,
        at gateway: GatewayBench
    ) async throws -> PasswordCheck.Proof {
        let check = PasswordCheck(
            database: gateway.database.pool,
            hasher: try PasswordHasher(threads: NIOThreadPool.singleton)
        )
        return try await check.verify(Person.password, of: person.name) { $0 }
    }
}
