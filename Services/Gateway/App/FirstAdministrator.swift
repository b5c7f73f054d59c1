import Contracts
import GatewayDomain
import Kernel
import Logging
import Postgres

/// Makes the first account of an empty system, with a one-time password from the configuration.
struct FirstAdministrator: Sendable {
    let name: String
    let password: String

    /// Does nothing where any account exists, so it may run at every start.
    func createIfNobodyExists(database: PostgresPool, algorithm: Argon2) async throws {
        let account = Account(
            id: .make(),
            name: try AccountRules.normalised(self.name),
            displayName: "Administrator",
            role: .admin,
            mustChangePassword: true
        )
        let isEmpty = try await database.withTransaction(.readOnly) { transaction in
            try !AccountStore.exists(in: transaction)
        }
        guard isEmpty else { return }
        let hash = try algorithm.hash(self.password)
        let wasAdded = try await database.withTransaction { transaction in
            // Two gateways may start at once; the second finds what the first has added.
            try AccountStore.lockTable(in: transaction)
            guard try !AccountStore.exists(in: transaction) else { return false }
            return try AccountStore.insert(account, passwordHash: hash, in: transaction)
        }
        guard wasAdded else { return }
        Logger.current.notice(
            "The first administrator can sign in",
            metadata: ["user.name": "\(account.name)"]
        )
    }
}
