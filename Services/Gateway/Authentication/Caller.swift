import Contracts
import GatewayDomain
import Kernel

/// Who sent a request, and by what they proved it.
struct Caller: Hashable, Sendable {
    enum Credential: Hashable, Sendable {
        /// A browser's cookie; changes need the CSRF token, too.
        case session(ID<Session>, Account)
        case apiKey(MachineKey)
        /// A short-lived token that was made from an API key.
        case token(MachineKey)
    }

    let credential: Credential
    let principal: Principal

    init(credential: Credential) {
        self.credential = credential
        self.principal =
            switch credential {
            case .session(_, let account): account.principal
            case .apiKey(let key), .token(let key): key.principal
            }
    }

    /// `nil` for a program.
    var session: (id: ID<Session>, account: Account)? {
        guard case .session(let id, let account) = self.credential else { return nil }
        return (id, account)
    }
}
