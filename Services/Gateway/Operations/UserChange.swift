import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// An account that is locked and about to be saved.
struct UserChange {
    let original: Account
    var account: Account

    /// Locks the account that the path names, in the version that the request is about; who has fewer
    /// rights than it has cannot change it, and nobody one that was erased, but to erase it again.
    static func begin(
        _ request: OperationRequest,
        requiresVersion: Bool = false,
        isErasure: Bool = false,
        in transaction: borrowing Transaction
    ) throws -> UserChange {
        let id: ID<User> = try request.pathID("userId")
        guard let account = try AccountStore.lock(id, in: transaction) else {
            throw Problem.notFound("There is no such user.")
        }
        try UserRules.checkAuthority(of: request.principal, over: account)
        if requiresVersion {
            try Precondition.require(account.version, of: request)
        } else {
            try Precondition.check(account.version, of: request)
        }
        guard isErasure || account.erasedAt == nil else {
            throw Problem.conflict(.wrongState, "The user was erased.")
        }
        return UserChange(original: account, account: account)
    }

    /// Checks the rules of accounts and writes the change.
    func save(
        by principal: Principal,
        in transaction: borrowing Transaction
    ) throws -> UserView {
        try UserRules.checkAuthority(of: principal, over: self.account)
        let id = self.account.id
        let others = try AccountStore.lockOtherAdministrators(than: id, in: transaction)
        do {
            try AccountRules.check(
                self.account,
                of: self.original,
                by: ID(principal.id),
                otherAdministrators: others
            )
        } catch {
            throw Problem(error)
        }
        try AccountStore.save(self.account, in: transaction)
        var saved = self.account
        saved.version += 1
        return try UserView.list([saved], in: transaction)[0]
    }
}
