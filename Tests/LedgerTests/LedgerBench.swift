import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport

@testable import Ledger

/// A ledger on a database of its own, asked as the gateway and the queue would.
struct LedgerBench: Sendable {
    let database: TestDatabase
    let committer: GroupCommitter
    let operations: LedgerOperations
    let warehouse: ID<Location>
    let bin: ID<Location>

    static let admin = Principal(
        id: UUID(),
        kind: .user,
        name: "admin",
        permissions: Role.admin.permissions
    )

    /// Runs `body` while a committer runs, with a warehouse `LDN` that has a bin `LDN-1`.
    static func with<Value: Sendable>(
        limits: CommitLimits = CommitLimits(),
        keyFile: String? = nil,
        on server: TestServer? = .configured,
        _ body: (LedgerBench) async throws -> Value
    ) async throws -> Value {
        try await withTestDatabase(
            schemas: [TestSchema(name: "ledger", migrations: LedgerMigrations.all)],
            on: server
        ) { database in
            let committer = GroupCommitter(database: database.pool, limits: limits)
            return try await withRunning(committer) { committer in
                let operations = LedgerOperations(
                    committer: committer,
                    database: database.pool,
                    keyFile: keyFile
                )
                let warehouse = ID<Location>.make()
                let bin = ID<Location>.make()
                let bench = LedgerBench(
                    database: database,
                    committer: committer,
                    operations: operations,
                    warehouse: warehouse,
                    bin: bin
                )
                _ = try await bench.succeed(
                    "createLocation",
                    #"{"id":"\#(warehouse)","code":"LDN","name":"London","kind":"warehouse"}"#
                )
                _ = try await bench.succeed(
                    "createLocation",
                    #"{"id":"\#(bin)","code":"LDN-1","name":"Bin","kind":"bin","parent":"LDN"}"#
                )
                return try await body(bench)
            }
        }
    }

    /// Tells the ledger of a variant, as the catalog would.
    @discardableResult
    func variant(
        _ sku: String,
        tracking: TrackingMode = .none,
        name: String = "Thing",
        category: ID<Contracts.Category>? = nil,
        barcodes: [BarcodeValue] = []
    ) async throws -> ID<Variant> {
        let id = ID<Variant>.make()
        let fact = VariantChanged(
            variantId: id,
            productId: .make(),
            sku: sku,
            name: name,
            productName: name,
            categoryId: category,
            status: .active,
            baseUnit: "each",
            tracking: TrackingPolicy(mode: tracking, hasExpiry: false),
            barcodes: barcodes,
            version: 1
        )
        try await self.database.pool.withTransaction { transaction in
            _ = try VariantProjection.save(fact, in: transaction)
            try VariantProjection.replaceBarcodes(of: id, with: barcodes, in: transaction)
        }
        return id
    }

    /// Asks an operation, as the gateway would.
    func ask(
        _ operation: String,
        _ body: String = "",
        path: [String: String] = [:],
        query: [String: String] = [:],
        headers: [String: String] = [:],
        as principal: Principal = LedgerBench.admin,
        messageID: UUID = ID<Entry>.make().rawValue,
        budget: Duration = .seconds(20)
    ) async -> OperationResponse {
        await self.operations.respond(
            to: Self.request(
                operation,
                body,
                path: path,
                query: query,
                headers: headers,
                as: principal,
                messageID: messageID,
                budget: budget
            )
        )
    }

    /// A request as the gateway would pass it on.
    static func request(
        _ operation: String,
        _ body: String = "",
        path: [String: String] = [:],
        query: [String: String] = [:],
        headers: [String: String] = [:],
        as principal: Principal = LedgerBench.admin,
        messageID: UUID = ID<Entry>.make().rawValue,
        budget: Duration = .seconds(20)
    ) -> OperationRequest {
        let pairs = query.sorted { $0.key < $1.key }
        return OperationRequest(
            operation: operation,
            principal: principal,
            path: path,
            query: QueryParameters(
                pairs.map { QueryParameters.Pair(name: $0.key, value: $0.value) }
            ),
            headers: headers,
            body: Array(body.utf8),
            messageID: messageID,
            idempotencyKey: messageID.uuidString,
            deadline: .now.advanced(by: budget)
        )
    }

    /// Asks an operation that must not refuse, and reads its answer.
    func succeed(
        _ operation: String,
        _ body: String = "",
        path: [String: String] = [:],
        query: [String: String] = [:]
    ) async throws -> JSONValue {
        let response = await self.ask(operation, body, path: path, query: query)
        guard response.status < 300 else {
            throw Refused(text: String(decoding: response.body, as: UTF8.self))
        }
        return try MessageCoding.decode(JSONValue.self, from: response.body)
    }

    struct Refused: Error {
        let text: String
    }
}
