import Contracts
import Kernel
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct GrantTests {
    @Test func `a scope is granted for some warehouses or for all`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let grace = try await gateway.hire("grace", .viewer)
            let london = try await gateway.open(warehouse: "LDN")
            let leeds = try await gateway.open(warehouse: "LEEDS")
            let path = ["userId": grace.id.description]
            let codes: JSONValue = [
                "grants": [
                    ["scope": "count", "warehouses": ["LDN", .string(leeds.description)]],
                    ["scope": "pick"],
                ]
            ]
            let set = try await gateway.ask("setUserGrants", path, json: codes, by: ada)
            #expect(set.status == 200)
            let labels = [london, leeds].sorted().map { id in
                JSONValue.object([
                    "id": .string(id.description), "code": id == london ? "LDN" : "LEEDS",
                ])
            }
            #expect(
                set["grants"] == [
                    ["scope": "count", "warehouses": .array(labels)], ["scope": "pick"],
                ]
            )
            let read = try await gateway.ask("getUser", path, by: ada)
            #expect(read["grants"] == set["grants"])
            #expect(read.header("etag") == set.header("etag"))
            let stale = try await gateway.ask(
                "setUserGrants",
                path,
                json: ["grants": []],
                by: ada,
                match: "\"1\""
            )
            #expect(stale.status == 412)
            let none = try await gateway.ask("setUserGrants", path, json: ["grants": []], by: ada)
            #expect(none["grants"] == [])
        }
    }

    @Test(
        arguments: [
            ([["scope": "count", "warehouses": ["NOWHERE"]]], "/grants/0/warehouses/0"),
            ([["scope": "count", "warehouses": []]], "/grants/0/warehouses"),
            ([["scope": "everything"]], "/grants/0/scope"),
            ([["scope": "count", "places": ["LDN"]]], "/grants/0/places"),
        ] as [(JSONValue, String)]
    )
    func `a grant that means nothing is refused`(grants: JSONValue, pointer: String) async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let grace = try await gateway.hire("grace", .viewer)
            let refused = try await gateway.ask(
                "setUserGrants",
                ["userId": grace.id.description],
                json: ["grants": grants],
                by: ada
            )
            #expect(refused.status == 422)
            #expect(refused.pointers == [pointer])
        }
    }
}
