import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Testing

/// What clients get wrong, and what they are told.
struct MistakeTests {
    @Test(arguments: ["yes", "TRUE", "1", "", "true "])
    func `a dry run is asked for in one word`(word: String) throws {
        let problem = try #require(throws: Problem.self) {
            try Self.request(query: [("dryRun", word)]).isDryRun
        }
        #expect(problem.status == 422)
        #expect(problem.errors.map(\.pointer) == ["/query/dryRun"])
        #expect(try Self.request(query: [("dryRun", "true")]).isDryRun)
        #expect(try !Self.request(query: [("dryRun", "false")]).isDryRun)
        #expect(try !Self.request().isDryRun)
    }

    @Test func `a parameter that is there twice is refused`() throws {
        let query = [("limit", "1"), ("dryRun", "true"), ("dryRun", "false"), ("limit", "1")]
        let problem = try #require(throws: Problem.self) {
            try Self.request(query: query).query.requireSingle()
        }
        #expect(problem.status == 400)
        #expect(problem.errors.map(\.pointer) == ["/query/dryRun", "/query/limit"])
        try Self.request(query: Array(query.prefix(2))).query.requireSingle()
    }

    @Test(
        arguments: [
            (#"{"parts":[{"count":1},{"count":2.5}]}"#, "/parts/1/count"),
            (#"{"parts":[{"count":1e30}]}"#, "/parts/0/count"),
            (#"{"parts":[{"count":3000000000}]}"#, "/parts/0/count"),
            (#"{"parts":[{"count":1,"weight":0.5}],"a/b":-1.5}"#, "/a~1b"),
        ]
    )
    func `a number that does not fit is named`(body: String, pointer: String) throws {
        let problem = try #require(throws: Problem.self) {
            try Self.request(body: body).decode(Kit.self)
        }
        #expect(problem.status == 422)
        #expect(problem.errors.map(\.pointer) == [pointer])
        #expect(problem.errors.map(\.rule) == ["integer"])
    }

    @Test func `a word that is none of a list is answered with the list`() throws {
        let problem = try #require(throws: Problem.self) {
            try Self.request(body: #"{"parts":[],"role":"boss"}"#).decode(Kit.self)
        }
        #expect(
            problem.errors == [
                FieldError(
                    pointer: "/role",
                    rule: "enum",
                    message: "role must be one of admin, inventory-manager, viewer."
                )
            ]
        )
    }

    @Test func `a patch changes something`() throws {
        let problem = try #require(throws: Problem.self) {
            try Self.request("updateCategory", body: "{}").decode(Patch.self)
        }
        #expect(problem.status == 422)
        #expect(problem.errors.map(\.rule) == ["minProperties"])
        _ = try Self.request("updateCategory", body: #"{"name":"A"}"#).decode(Patch.self)
        _ = try Self.request("createCategory", body: "{}").decode(Patch.self)
    }

    @Test func `a key is the caller's, whatever it is used for`() {
        let ada = Principal(id: UUID(), kind: .user, name: "Ada", permissions: [])
        let grace = Principal(id: UUID(), kind: .user, name: "Grace", permissions: [])
        func id(_ operation: String, _ principal: Principal, _ key: String) -> UUID {
            OperationCall(operation: operation, principal: principal, idempotencyKey: key).messageID
        }
        #expect(id("postSale", ada, "k") == id("postReturn", ada, "k"))
        #expect(id("postSale", ada, "k") == .command(of: ada, key: "k"))
        #expect(id("postSale", ada, "k") != id("postSale", ada, "l"))
        #expect(id("postSale", ada, "k") != id("postSale", grace, "k"))
    }

    private struct Kit: Decodable {
        struct Part: Decodable {
            let count: Int32
            let weight: Double?
        }

        let parts: [Part]
        let role: Role?
        let slash: Int?

        enum CodingKeys: String, CodingKey {
            case parts
            case role
            case slash = "a/b"
        }
    }

    private struct Patch: Decodable {
        let name: String?
    }

    private static func request(
        _ operation: String = "postSale",
        query: [(String, String)] = [],
        body: String = ""
    ) -> OperationRequest {
        OperationRequest(
            operation: operation,
            principal: Principal(id: UUID(), kind: .user, name: "Ada", permissions: []),
            query: QueryParameters(query.map { .init(name: $0.0, value: $0.1) }),
            body: Array(body.utf8),
            messageID: UUID()
        )
    }
}
