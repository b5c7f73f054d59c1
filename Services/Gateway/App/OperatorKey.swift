import Contracts
import FoundationEssentials
import GatewayDomain
import Kernel
import Logging
import Messaging
import Postgres

/// The API key by which the command line of this installation calls, given by configuration.
struct OperatorKey: Sendable {
    let token: OpaqueToken

    /// `nil` for a text that is no API key.
    init?(_ text: String) {
        guard let token = OpaqueToken(text, kind: .apiKey) else { return nil }
        self.token = token
    }

    /// The same for the same secret, so that two gateways do not add it twice.
    var id: ID<APIKey> { ID(.version5(name: GatewayKeys.digest(self.token.text))) }

    /// Adds the key, or gives it the permissions that have come since with newer versions.
    ///
    /// Does nothing to one that was revoked, so it may run at every start.
    func provide(database: PostgresPool) async throws {
        let digest = GatewayKeys.digest(self.token.text)
        let mayDoMore = try await database.withTransaction { transaction in
            guard let creator = try AccountStore.firstAdministrator(in: transaction) else {
                return false
            }
            let key = MachineKey(
                id: self.id,
                name: "operator",
                prefix: String(self.token.text.prefix(MachineKey.prefixLength)),
                permissions: Set(Permission.allCases),
                warehouses: nil,
                createdBy: creator,
                createdAt: .now
            )
            return try MachineKeyStore.insert(key, tokenDigest: digest, in: transaction)
                || MachineKeyStore.grant(key.permissions, to: key.id, in: transaction)
        }
        guard mayDoMore else { return }
        Logger.current.notice("The key of the operator's command line can call")
    }
}
