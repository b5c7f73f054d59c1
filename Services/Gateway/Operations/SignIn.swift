import Contracts
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
        return try await self.check.verify(body.password, of: body.name) { proof in
            try await self.desk.open(for: proof.account, request) { transaction in
                guard try CredentialStore.recordSignIn(by: proof, in: transaction) else {
                    throw Problem(.invalidCredentials)
                }
            }
        }
    }
}
