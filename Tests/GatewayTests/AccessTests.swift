import Contracts
import TestSupport
import Testing

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct AccessTests {
    @Test func `no operation but the open ones answers nobody`() async throws {
        try await withGateway { gateway in
            for operation in Operations.all where operation.access != .open {
                let answer = try await gateway.ask(operation.id)
                #expect(answer.status == 401, "\(operation.id)")
                #expect(answer.code == "unauthenticated")
            }
        }
    }

    @Test func `a viewer is told which permission is missing, whatever the operation`()
        async throws
    {
        try await withGateway { gateway in
            let viewer = try await gateway.newcomer("grace", .viewer)
            for operation in Operations.all {
                guard let permission = operation.permission,
                    !Role.viewer.permissions.contains(permission)
                else { continue }
                let answer = try await gateway.ask(operation.id, by: viewer)
                #expect(answer.status == 403, "\(operation.id)")
                #expect(answer["permission"]?.text == permission.rawValue, "\(operation.id)")
            }
        }
    }

    @Test(arguments: [
        "/", "/v1", "/v1/nothing", "/v1/users/1/2/3", "/v1/users/%00", "/..%2f", "//v1/health",
        "/v1//health", "/v1/health/", "/v1/../v1/health", "/v1/%2e%2e/health", "/v1/heal%74h",
        "/v1/health%00", "/V1/health", "/v1/health;a=b", "/v1/users/%0d%0aX-Injected:%20yes",
    ])
    func `a path that is not in the contract is 404`(path: String) async throws {
        try await withGateway { gateway in
            let answer = try await gateway.send("GET", path)
            #expect(answer.status == 404)
            #expect(answer.code == "not-found")
        }
    }

    @Test func `a method that a path does not know is 405, and says which it knows`()
        async throws
    {
        try await withGateway { gateway in
            let answer = try await gateway.send("PATCH", "/v1/users")
            #expect(answer.status == 405)
            #expect(answer.code == "method-not-allowed")
            #expect(answer.header("allow") == "GET, POST")
            #expect(try await gateway.send("TRACE", "/docs").header("allow") == "GET")
        }
    }

    @Test func `a head is a get without its body`() async throws {
        try await withGateway { gateway in
            let whole = try await gateway.send("GET", "/docs")
            let head = try await gateway.send("HEAD", "/docs")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head.header("content-length") == "\(whole.body.count)")
        }
    }
}
