package import Contracts
package import Kernel
package import Postgres

/// What all services do when somebody is to be forgotten.
package enum Erasure {
    /// How long one statement may take that removes a name from everything that somebody did in years.
    package static let statementTimeout = Duration.seconds(600)

    /// Forgets a person in the tables of messaging, and lets the statements that follow take their time.
    package static func begin(
        of person: ID<User>,
        in transaction: borrowing Transaction
    ) throws {
        transaction.allow(statementTimeout: Self.statementTimeout)
        try DeadLetters.forget(person, in: transaction)
    }
}
