import Contracts
import GatewayDomain
import Kernel
import Messaging
import Postgres

/// An account that is locked and about to be saved.
struct UserChange {
    let original: Account
    var account: Account

    /// Locks the account that the path names, and compares its version with `If-Match`.
    static func begin(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> UserChange {
        let id: ID<User> = try request.pathID("userId")
        guard let account = try AccountStore.lock(id, in: transaction) else {
            throw Problem.notFound("There is no such user.")
        }
        let expected = request.headers["if-match"] ?? "*"
        guard expected == "*" || expected == "\"\(account.version)\"" else {
            throw Problem.preconditionFailed("The user has changed; it is at \(account.version).")
        }
        return UserChange(original: account, account: account)
    }

    /// Checks the rules of accounts and writes the change.
    func save(
        by principal: Principal,
        in transaction: borrowing Transaction
    ) throws -> UserView {
        let id = self.account.id
        let others = try AccountStore.lockOtherAdministrators(than: id, in: transaction)
        let actor = try AccountStore.find(ID(principal.id), in: transaction)
        do {
            try AccountRules.check(
                self.account,
                of: self.original,
                by: actor,
                otherAdministrators: others
            )
        } catch {
            throw Problem(error)
        }
        try AccountStore.save(self.account, in: transaction)
        var saved = self.account
        saved.version += 1
        return try UserView(saved, in: transaction)
    }
}
