import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Gateway

/// What is left of a user who is to be forgotten.
@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ErasureTests {
    @Test func `somebody is forgotten, and what the trail says of them stays`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let person = try await gateway.hire("grace.hopper")
            let grace = try await gateway.browser(of: person).with("User-Agent", "Hopper/1")
            try await gateway.change(
                person,
                ["displayName": "Grace Hopper", "email": "grace.hopper@example.org"],
                by: grace
            )
            try await self.waitForTrail(of: person, in: gateway)
            let erased = try await gateway.ask("eraseUser", self.path(person), by: ada, key: "e")
            #expect(erased.status == 200)
            #expect(erased["name"]?.text == "erased-\(person.id)")
            #expect(erased["status"] == "disabled")
            #expect(erased["erasedAt"] != nil)
            #expect(erased["email"] == nil)
            for table in ["account", "account_grant", "session", "audit"] {
                let rows: Int64? = try await gateway.value(
                    SQL(verbatim: "SELECT count(*) FROM \(table) AS it WHERE it::text ~* 'hopper'")
                )
                #expect(rows == 0, "\(table)")
            }
            let trail: Int64? = try await gateway.value(
                "SELECT count(*) FROM audit WHERE actor_id = \(person.id)"
            )
            #expect(trail == 1)
            let event: Int64? = try await gateway.value(
                "SELECT count(*) FROM outbox WHERE type = \(UserErased.type)"
            )
            #expect(event == 1)
            #expect(try await gateway.ask("listUsers", by: grace).status == 401)
            #expect(try await gateway.signIn("grace.hopper").status == 401)
            let again = try await gateway.ask("eraseUser", self.path(person), by: ada, key: "e")
            #expect(again.status == 200)
        }
    }

    @Test func `nobody changes a user who was erased, or gives them a password`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let grace = try await gateway.hire("grace", .viewer)
            _ = try await gateway.ask("eraseUser", self.path(grace), by: ada)
            // A request that is incomplete is told so first, as about anybody else.
            let blind = try await gateway.ask(
                "updateUser",
                self.path(grace),
                json: ["status": "active"],
                by: ada
            )
            #expect(blind.status == 428)
            for (operation, body) in [
                ("updateUser", ["status": "active", "resetPassword": true]),
                ("setUserGrants", ["grants": []]),
            ] as [(String, JSONValue?)] {
                let refused = try await gateway.ask(
                    operation,
                    self.path(grace),
                    json: body,
                    by: ada,
                    match: "*"
                )
                #expect(refused.status == 409)
                #expect(refused.code == "wrong-state")
            }
            let other = try await gateway.ask(
                "createUser",
                json: ["name": "grace", "displayName": "Another", "role": "viewer"],
                by: ada
            )
            #expect(other.status == 201, "the name is free again")
        }
    }

    @Test func `who was erased is erased again, with what was written of them since`() async throws
    {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let grace = try await gateway.hire("grace")
            let first = try await gateway.ask("eraseUser", self.path(grace), by: ada)
            try await self.writeLate(of: grace, in: gateway)
            let second = try await gateway.ask("eraseUser", self.path(grace), by: ada)
            #expect(second.status == 200)
            #expect(second["erasedAt"] == first["erasedAt"])
            #expect(try await self.late(in: gateway) == 0)
            let events: Int64? = try await gateway.value(
                """
                SELECT count(DISTINCT (message_id, aggregate_version)) FROM outbox
                WHERE type = \(UserErased.type)
                """
            )
            #expect(events == 2, "services take each for another one")
        }
    }

    @Test func `the trail is looked through again for those who were erased lately`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let grace = try await gateway.hire("grace")
            _ = try await gateway.ask("eraseUser", self.path(grace), by: ada)
            try await self.writeLate(of: grace, in: gateway)
            #expect(try await self.late(in: gateway) == 1)
            try await TrailCleaner(database: gateway.database.pool).work()
            #expect(try await self.late(in: gateway) == 0)
        }
    }

    @Test func `nobody erases themselves, or the last administrator`() async throws {
        try await withGateway { gateway in
            let person = try await gateway.hire("ada")
            let ada = try await gateway.browser(of: person)
            let last = try await gateway.ask("eraseUser", self.path(person), by: ada)
            #expect(last.status == 409)
            _ = try await gateway.hire("grace")
            let own = try await gateway.ask("eraseUser", self.path(person), by: ada)
            #expect(own.status == 409)
            #expect(try await gateway.ask("listUsers", by: ada).items.count == 2)
        }
    }

    @Test func `the gateway itself cannot take names from the trail of people who are there`()
        async throws
    {
        try await withGateway { gateway in
            let person = try await gateway.hire("ada")
            let ada = try await gateway.browser(of: person)
            try await gateway.change(person, ["displayName": "Ada"], by: ada)
            try await self.waitForTrail(of: person, in: gateway)
            try await gateway.execute("SELECT erase_from_audit(\(person.id))")
            let named: Int64? = try await gateway.value(
                "SELECT count(*) FROM audit WHERE actor_name = 'ada'"
            )
            #expect(named != 0)
        }
    }

    /// Adds to the trail what somebody did while they were erased.
    private func writeLate(of person: Person, in gateway: GatewayBench) async throws {
        try await gateway.execute(
            """
            INSERT INTO audit (
                id, recorded_at, actor_id, actor_kind, actor_name, operation, outcome, status,
                address, request_id
            )
            VALUES (
                gen_random_uuid(), now(), \(person.id), 'user', 'grace', 'late', 'done', 200,
                '192.0.2.1', gen_random_uuid()
            )
            """
        )
    }

    /// How much the trail has by name of what was added late.
    private func late(in gateway: GatewayBench) async throws -> Int64? {
        try await gateway.value(
            "SELECT count(*) FROM audit WHERE actor_name = 'grace' OR address = '192.0.2.1'"
        )
    }

    private func path(_ person: Person) -> [String: String] { ["userId": person.id.description] }

    /// Rows are written behind the answers.
    private func waitForTrail(of person: Person, in gateway: GatewayBench) async throws {
        try await eventually("the trail is written") {
            let count: Int64? = try await gateway.value(
                "SELECT count(*) FROM audit WHERE actor_id = \(person.id)"
            )
            return count == 1
        }
    }
}
