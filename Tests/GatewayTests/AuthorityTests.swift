import Contracts
import Kernel
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct AuthorityTests {
    @Test(arguments: Role.allCases)
    func `a key that manages users makes nobody who may do more`(role: Role) async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let clerk = Visitor.key(try await gateway.newKey([.userManage], by: ada).secret)
            let draft: JSONValue = [
                "name": "mallory", "displayName": "Mallory", "role": .string(role.rawValue),
            ]
            let refused = try await gateway.ask("createUser", json: draft, by: clerk)
            #expect(refused.status == 403)
            #expect(refused.code == "forbidden")
            #expect(refused["permission"]?.text.flatMap(Permission.init) != nil)
            #expect(try await gateway.value("SELECT count(*) FROM account") == Int64(1))
        }
    }

    @Test func `a key that may read makes readers, and nothing more of them`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let london = try await gateway.open(warehouse: "LDN")
            let permissions = Array(Role.viewer.permissions) + [.userManage]
            let clerk = Visitor.key(try await gateway.newKey(permissions, by: ada).secret)
            let draft: JSONValue = ["name": "grace", "displayName": "Grace", "role": "viewer"]
            let made = try await gateway.ask("createUser", json: draft, by: clerk)
            #expect(made.status == 201)
            let path = ["userId": try made.text("user.id")]
            let promoted = try await gateway.ask(
                "updateUser",
                path,
                json: ["role": "admin"],
                by: clerk,
                match: made.header("etag")
            )
            #expect(promoted.status == 403)
            let grants: JSONValue = [
                "grants": [["scope": "pick", "warehouses": [.string(london.description)]]]
            ]
            let granted = try await gateway.ask("setUserGrants", path, json: grants, by: clerk)
            #expect(granted.status == 403)
            #expect(granted["permission"]?.text == "stock.pick")
            #expect(granted["warehouseId"]?.text == london.description)
            let byAdministrator = try await gateway.ask(
                "setUserGrants",
                path,
                json: grants,
                by: ada
            )
            #expect(byAdministrator.status == 200)
            let taken = try await gateway.ask(
                "setUserGrants",
                path,
                json: ["grants": []],
                by: clerk
            )
            #expect(taken.status == 403, "what somebody has more counts before the change, too")
        }
    }

    @Test(
        arguments: [
            ["resetPassword": true], ["status": "disabled"], ["role": "viewer"],
            ["displayName": "Another"],
        ] as [JSONValue]
    )
    func `an account that may do more is not changed`(patch: JSONValue) async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let grace = try await gateway.hire("grace")
            let permissions = Array(Role.viewer.permissions) + [.userManage]
            let clerk = Visitor.key(try await gateway.newKey(permissions, by: ada).secret)
            let refused = try await gateway.change(grace, patch, by: clerk)
            #expect(refused.status == 403)
            #expect(refused["oneTimePassword"] == nil)
            #expect(try await gateway.signIn("grace").status == 200, "nothing has changed")
        }
    }
}
