import Contracts
import FoundationEssentials
import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct AuditFloodTests {
    @Test func `a subject of one endless character is cut, and the trail goes on`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            // Marks in no order, so that the index cannot make them short again.
            let marks = (0..<1_300).map { index in
                let point = 0x300 + (index &* index &* 2_654_435_761 >> 7) % 0x6F
                return "%CC%\(String(0x80 + point % 0x40, radix: 16))"
            }
            let answer = try await gateway.send(
                "DELETE",
                "/v1/api-keys/e" + marks.joined(),
                headers: ada.headers + [("User-Agent", String(repeating: "ü", count: 2_000))]
            )
            #expect((400..<500).contains(answer.status), "\(answer)")
            _ = try await gateway.newKey(by: ada)
            try await eventually("the trail goes on") {
                let query = "operation=createApiKey"
                return try await gateway.ask("listAudit", query: query, by: ada).items.count == 1
            }
            let length: Int32? = try await gateway.value(
                "SELECT max(octet_length(subject)) FROM audit WHERE operation = 'revokeApiKey'"
            )
            #expect(length.map { (200...256).contains($0) } == true)
            let agent: Int32? = try await gateway.value(
                "SELECT max(octet_length(user_agent)) FROM audit"
            )
            #expect(agent == 400)
        }
    }

    @Test func `what nobody tried leaves no row, except at the door`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            #expect(try await gateway.ask("createUser", json: [:]).status == 401)
            let wrong = Visitor.key("sbk_" + String(repeating: "A", count: 43))
            #expect(try await gateway.ask("createUser", json: [:], by: wrong).status == 401)
            _ = try await gateway.signIn("nobody-of-that-name")
            _ = try await gateway.newKey(by: ada)
            try await eventually("the last row is there") {
                let query = "operation=createApiKey"
                return try await gateway.ask("listAudit", query: query, by: ada).items.count == 1
            }
            let rows = try await gateway.ask("listAudit", by: ada).items
            #expect(
                rows.compactMap { $0["operation"]?.text } == ["createApiKey", "signIn", "signIn"]
            )
        }
    }

    @Test func `a refusal for asking too often leaves no row`() async throws {
        let settings = ["STOCKBOOK_HTTP_RATE_BURST": "5", "STOCKBOOK_HTTP_RATE_SECOND": "1"]
        try await withGateway(settings) { gateway in
            let ada = try await gateway.newcomer("ada")
            var statuses: [Int] = []
            for _ in 0..<12 {
                statuses.append(
                    try await gateway.send("POST", "/v1/users", headers: ada.headers).status
                )
            }
            #expect(statuses.contains(429))
            let others = Int64(statuses.count { $0 != 429 })
            try await eventually("the others are written") {
                try await gateway.value(
                    "SELECT count(*) FROM audit WHERE operation = 'createUser'"
                ) == others
            }
            #expect(
                try await gateway.value("SELECT count(*) FROM audit WHERE status = 429") == Int64(0)
            )
        }
    }
}
