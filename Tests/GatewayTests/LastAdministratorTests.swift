import Contracts
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct LastAdministratorTests {
    private static let removals: [JSONValue] = [["status": "disabled"], ["role": "viewer"]]

    @Test(arguments: removals)
    func `the last administrator stays one`(removal: JSONValue) async throws {
        try await withGateway { gateway in
            let person = try await gateway.hire("ada")
            let ada = try await gateway.browser(of: person)
            let refused = try await gateway.change(person, removal, by: ada)
            #expect(refused.status == 409)
            #expect(refused.code == "wrong-state")
            #expect(try await gateway.ask("listUsers", by: ada).status == 200)
        }
    }

    @Test(arguments: removals)
    func `nobody takes the own rights away`(removal: JSONValue) async throws {
        try await withGateway { gateway in
            let person = try await gateway.hire("ada")
            _ = try await gateway.hire("grace")
            let ada = try await gateway.browser(of: person)
            let refused = try await gateway.change(person, removal, by: ada)
            #expect(refused.status == 409)
            #expect(refused.code == "wrong-state")
        }
    }

    @Test func `two administrators who remove each other leave one`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.hire("ada")
            let grace = try await gateway.hire("grace")
            let byAda = try await gateway.browser(of: ada)
            let byGrace = try await gateway.browser(of: grace)
            async let one = gateway.change(grace, ["role": "viewer"], by: byAda)
            async let other = gateway.change(ada, ["role": "viewer"], by: byGrace)
            let statuses = try await [one.status, other.status]
            #expect(statuses.contains(200))
            let left: Int64? = try await gateway.value(
                "SELECT count(*) FROM account WHERE role = 'admin' AND is_active"
            )
            #expect(left == 1)
        }
    }
}
