import Contracts
import FoundationEssentials
import GatewayDomain
import Kernel
import Messaging

/// A request after the gateway has checked everything that needs no knowledge of what it is about.
struct GatewayRequest: Sendable {
    let operation: OperationDescription
    /// `nil` for open operations only.
    let caller: Caller?
    /// What the operation sees; its principal is nobody where there is no caller.
    let message: OperationRequest
    /// Where the request came from.
    let address: String
    let requestID: UUID

    /// The caller of an operation that is not open.
    func requireCaller() throws(Problem) -> Caller {
        guard let caller = self.caller else { throw .unauthenticated() }
        return caller
    }

    /// The session of a person, for operations that are not for programs.
    func requireSession() throws(Problem) -> (id: ID<Session>, account: Account) {
        guard let session = try self.requireCaller().session else {
            throw Problem(.forbidden, detail: "This is for people who are signed in.")
        }
        return session
    }
}

extension Principal {
    /// Who asks without a credential: nobody, who may do nothing.
    static let nobody = Principal(
        id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
        kind: .user,
        name: "",
        permissions: []
    )
}
