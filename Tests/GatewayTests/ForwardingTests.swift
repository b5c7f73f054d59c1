import Contracts
import FoundationEssentials
import Messaging
import Synchronization
import TestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct ForwardingTests {
    @Test func `a service is asked what the client asked, by who asked`() async throws {
        let seen = Mutex<OperationRequest?>(nil)
        let ledger = StandIn { request in
            seen.withLock { $0 = request }
            return Self.posted(etag: "\"7\"")
        }
        try await withLedger(ledger) { gateway in
            let ada = try await gateway.newcomer("ada")
            let answer = try await gateway.send(
                "POST",
                "/v1/entries/a%2Fb:reverse?dryRun=true",
                headers: ada.headers + [
                    ("Idempotency-Key", "k-1"), ("If-Match", "\"6\""),
                    ("X-Forwarded-User", "mallory"),
                ]
            )
            #expect(answer.status == 201)
            #expect(answer.header("etag") == "\"7\"")
            let request = try #require(seen.withLock { $0 })
            #expect(request.operation == "reverseEntry")
            #expect(request.path == ["entryId": "a/b"])
            #expect(request.query["dryRun"] == "true")
            #expect(request.principal.name == "ada")
            #expect(request.principal.permissions == Role.admin.permissions)
            #expect(request.idempotencyKey == "k-1")
            #expect(request.headers["if-match"] == "\"6\"")
            #expect(request.headers["x-forwarded-user"] == nil)
            #expect(request.headers["cookie"] == nil)
        }
    }

    @Test func `idempotency_key_concurrent: a second request under a key in flight is 409`()
        async throws
    {
        let gate = Gate()
        let arrived = Gate()
        let ledger = StandIn { _ in
            arrived.open()
            // Cancelled at the end of the test.
            try? await eventually("the gate opens") { gate.isOpen }
            return Self.posted()
        }
        try await withLedger(ledger) { gateway in
            let ada = try await gateway.newcomer("ada")
            let send = { @Sendable () async throws -> Answer in
                try await gateway.send(
                    "POST",
                    "/v1/sales",
                    headers: ada.headers + [("Idempotency-Key", "k-1")]
                )
            }
            async let first = send()
            try await eventually("the ledger works on it") { arrived.isOpen }
            let second = try await send()
            #expect(second.status == 409)
            #expect(second.code == "request-in-flight")
            #expect(second.header("retry-after") == "1")
            gate.open()
            #expect(try await first.status == 201)
            #expect(try await send().status == 201, "the key is free again")
        }
    }

    @Test func `a service that fails is 500 without its reasons`() async throws {
        let ledger = StandIn { _ in .problem(.internalError()) }
        try await withLedger(ledger) { gateway in
            let answer = try await gateway.ask("listStock", by: try await gateway.newcomer("ada"))
            #expect(answer.status == 500)
            #expect(answer.code == "internal-error")
            #expect(answer["detail"] == nil)
        }
    }

    @Test func `a service in the path that is none is 404`() async throws {
        try await withGateway { gateway in
            let ada = try await gateway.newcomer("ada")
            let path = ["service": "payroll"]
            #expect(try await gateway.ask("listDeadLetters", path, by: ada).status == 404)
            let own = ["service": "gateway"]
            #expect(try await gateway.ask("listDeadLetters", own, by: ada).status == 200)
        }
    }

    /// What the ledger answers to posting, as the contract has it.
    private static func posted(etag: String? = nil) -> OperationResponse {
        let entry = """
            {
                "id": "019aa3f0-0000-7000-8000-0000000000e1", "kind": "sale",
                "effectiveAt": "2026-01-01T00:00:00Z", "recordedAt": "2026-01-01T00:00:00Z",
                "actor": {"kind": "service", "name": "stand-in"},
                "movements": [
                    {
                        "id": "019aa3f0-0000-7000-8000-0000000000f1", "line": 1, "quantity": "1",
                        "variantId": "019aa3f0-0000-7000-8000-0000000000c1", "sku": "LAMP",
                        "from": {"id": "019aa3f0-0000-7000-8000-0000000000a1", "code": "LDN"},
                        "to": {"id": "00000000-0000-7000-8000-000000000002", "code": "customer"}
                    }
                ]
            }
            """
        return OperationResponse(
            status: 201,
            headers: [("Content-Type", "application/json")]
                + (etag.map { [("ETag", $0)] } ?? []),
            body: Array(entry.utf8)
        )
    }
}
