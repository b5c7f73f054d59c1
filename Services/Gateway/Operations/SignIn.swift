import GatewayDomain
import Messaging
import Postgres

/// Starts a session for a name and its password, and hands out the cookie.
struct SignIn: LocalOperation {
    static let id = "signIn"

    let check: PasswordCheck
    let desk: SessionDesk

    struct Body: Codable {
        let name: String
        let password: String
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let body: Body = try request.message.document()
        let (account, replacement) = try await self.check.verify(body.password, of: body.name)
        return try await self.desk.open(for: account, request) { transaction in
            try CredentialStore.recordSignIn(of: account.id, in: transaction)
            guard let replacement else { return }
            try CredentialStore.savePassword(
                replacement,
                of: account.id,
                mustChange: account.mustChangePassword,
                in: transaction
            )
        }
    }
}
