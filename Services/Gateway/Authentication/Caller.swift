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

    var principal: Principal {
        switch self.credential {
        case .session(_, let account): account.principal
        case .apiKey(let key), .token(let key): key.principal
        }
    }

    var account: Account? {
        guard case .session(_, let account) = self.credential else { return nil }
        return account
    }

    var sessionID: ID<Session>? {
        guard case .session(let id, _) = self.credential else { return nil }
        return id
    }

    /// The caller, or a refusal where the caller is a program and the operation is for people.
    func requireAccount() throws(Problem) -> Account {
        guard let account = self.account else {
            throw Problem(.forbidden, detail: "This is for people who are signed in.")
        }
        return account
    }
}
