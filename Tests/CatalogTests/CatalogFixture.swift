import CatalogDomain
import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Catalog

/// A catalog with a database of its own, asked as the gateway would ask it.
struct CatalogFixture: Sendable {
    let pool: PostgresPool
    private let operations: TransactionalOperations
    private let contract: AnswerContract

    init(_ pool: PostgresPool) throws {
        self.contract = try AnswerContract()
        self.pool = pool
        self.operations = TransactionalOperations(CatalogOperations.all, database: pool)
    }

    static let principal = Principal(
        id: UUID(),
        kind: .user,
        name: "Ada",
        permissions: Set(Permission.allCases)
    )

    /// Asks for one operation; a command gets a key of its own unless one is given.
    ///
    /// Holds the answer against the contract.
    func ask(
        _ operation: String,
        path: [String: String] = [:],
        query: [String: String] = [:],
        headers: [String: String] = [:],
        body: String = "",
        messageID: UUID = UUID()
    ) async throws -> Answer {
        let pairs = query.map { QueryParameters.Pair(name: $0.key, value: $0.value) }
        let isCommand = Operations.named(operation)?.isCommand ?? false
        let response = await self.operations.respond(
            to: OperationRequest(
                operation: operation,
                principal: Self.principal,
                path: path,
                query: QueryParameters(pairs.sorted { $0.name < $1.name }),
                headers: headers,
                body: Array(body.utf8),
                messageID: messageID,
                idempotencyKey: isCommand ? messageID.uuidString : nil
            )
        )
        let answer = try Answer(response)
        let violations = self.contract.violations(
            operation: operation,
            status: answer.status,
            body: answer.body
        )
        #expect(violations.isEmpty, "\(operation) answers against its contract")
        return answer
    }

    /// Creates a product with one variant and answers with the variant's identifier.
    @discardableResult
    func makeVariant(
        _ sku: String,
        product: String = "Lamp",
        details: String = ""
    ) async throws -> String {
        let body = #"{"name": "\#(product)", "variants": [{"sku": "\#(sku)"\#(details)}]}"#
        let answer = try await self.ask("createProduct", body: body)
        guard let id = answer["variants"][0]["id"].text else {
            throw FixtureError(answer: "\(answer)")
        }
        return id
    }

    /// What has been announced of a subject, or of everything, in order.
    func events(of subject: String? = nil) async throws -> [Event] {
        try await self.pool.withTransaction { transaction in
            try transaction.execute(
                """
                SELECT type, subject, aggregate_version, body FROM outbox
                WHERE coalesce(\(subject), subject) = subject
                ORDER BY id
                """
            ).map { row in
                Event(
                    type: try row.decode("type"),
                    subject: try row.decode("subject"),
                    version: try row.decode("aggregate_version"),
                    body: try row.decode("body")
                )
            }
        }
    }

    func count(_ table: String) async throws -> Int {
        try await self.pool.withTransaction { transaction in
            try transaction.execute("SELECT count(*) AS count FROM \(identifier: table)")[0]
                .decode("count")
        }
    }

    /// Lets the import runner work until nothing waits.
    func runImports() async {
        let runner = ImportRunner(database: self.pool)
        while await runner.step() {}
    }
}

/// The fixture could not prepare what a test needs.
struct FixtureError: Error {
    let answer: String
}

/// A row of the outbox.
struct Event: Sendable {
    let type: String
    let subject: String
    let version: Int64
    let body: [UInt8]
}

/// Runs `body` with a catalog of its own.
func withCatalog(_ body: (CatalogFixture) async throws -> Void) async throws {
    try await withTestDatabase(schema: "catalog", migrations: CatalogMigrations.all) { database in
        try await body(try CatalogFixture(database.pool))
    }
}
