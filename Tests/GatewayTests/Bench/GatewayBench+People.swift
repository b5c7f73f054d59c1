import Contracts
import FoundationEssentials
import GatewayDomain
import Kernel
import Postgres
import TestSupport

@testable import Gateway

extension GatewayBench {
    /// Made once: hashing is slow by intention.
    private static let passwordHash = Result { try Argon2().hash(Person.password) }

    /// Adds an account as if somebody had created it before.
    func hire(
        _ name: String,
        _ role: Role = .admin,
        grants: [Grant] = [],
        mustChangePassword: Bool = false
    ) async throws -> Person {
        let account = Account(
            id: .make(),
            name: name,
            displayName: name,
            role: role,
            grants: grants,
            mustChangePassword: mustChangePassword
        )
        let hash = try Self.passwordHash.get()
        _ = try await self.database.pool.withTransaction { transaction in
            try AccountStore.insert(account, passwordHash: hash, in: transaction)
        }
        return Person(id: account.id, name: name)
    }

    func signIn(
        _ name: String,
        _ password: String = Person.password,
        by visitor: Visitor = .nobody
    ) async throws -> Answer {
        try await self.ask(
            "signIn",
            json: ["name": .string(name), "password": .string(password)],
            by: visitor
        )
    }

    /// Signs somebody in who has the usual password.
    func browser(of person: Person) async throws -> Visitor {
        let answer = try await self.signIn(person.name)
        guard answer.status == 200 else { throw Unexpected(answer: answer) }
        return try Visitor(signedIn: answer)
    }

    /// A new account that is signed in.
    func newcomer(_ name: String, _ role: Role = .admin) async throws -> Visitor {
        try await self.browser(of: try await self.hire(name, role))
    }

    /// An API key that an administrator makes.
    func newKey(
        _ permissions: [Permission] = [.stockRead],
        warehouses: [String]? = nil,
        by maker: Visitor
    ) async throws -> (id: String, secret: String) {
        var draft: [String: JSONValue] = [
            "name": "Web store",
            "permissions": .array(permissions.map { .string($0.rawValue) }),
        ]
        if let warehouses { draft["warehouses"] = .array(warehouses.map(JSONValue.string)) }
        let answer = try await self.ask("createApiKey", json: .object(draft), by: maker)
        return (try answer.text("apiKey.id"), try answer.text("secret"))
    }

    /// Adds a warehouse as if the ledger had told of it.
    func open(warehouse code: String) async throws -> ID<Location> {
        let id = ID<Location>.make()
        let news = LocationChanged(
            locationId: id,
            code: code,
            name: code,
            kind: .warehouse,
            warehouseId: id,
            path: [id],
            status: .active,
            version: 1
        )
        try await self.database.pool.withTransaction { try WarehouseStore.save(news, in: $0) }
        return id
    }

    /// What the tables say, in one value of the first row.
    func value<Value: PostgresValue>(_ statement: SQL) async throws -> Value? {
        try await self.database.pool.withTransaction { transaction in
            try transaction.execute(statement).first?.decode(0, as: Value.self)
        }
    }

    func execute(_ statement: SQL) async throws {
        _ = try await self.database.pool.withTransaction { try $0.execute(statement) }
    }
}

extension GatewayBench {
    /// Changes an account as its page would: with the version that was read.
    @discardableResult
    func change(_ person: Person, _ patch: JSONValue, by visitor: Visitor) async throws -> Answer {
        let path = ["userId": person.id.description]
        let version = try await self.ask("getUser", path, by: visitor).header("etag")
        return try await self.ask("updateUser", path, json: patch, by: visitor, match: version)
    }
}
