import Contracts
import Kernel
import Postgres

extension MessageStore {
    /// Forgets what a person was called that decided about messages.
    static func erase(_ person: ID<User>, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE message
            SET decided_by = jsonb_set(decided_by, '{name}', '"erased"')
            WHERE decided_by ->> 'id' = \(person.description)
                AND decided_by ->> 'kind' = \(ActorKind.user.rawValue)
            """
        )
    }
}
