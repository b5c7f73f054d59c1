import Contracts
package import Messaging
package import Postgres

/// Writes a row for each command; fails for the numbers it is told to.
package struct EffectHandler: MessageHandler {
    package static let name = "test.effect"

    /// What to throw for a number.
    private let failure: @Sendable (Int) -> (any Error)?

    package init(failure: @escaping @Sendable (Int) -> (any Error)? = { _ in nil }) {
        self.failure = failure
    }

    package func handle(
        _ message: TestCommand,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute("INSERT INTO effect (number) VALUES (\(Int64(message.number)))")
        if let failure = self.failure(message.number) { throw failure }
    }
}

/// The table that the effects of tests go to.
package enum EffectTable {
    package static let migration = Migration(
        name: "V0001_effect",
        sql: """
            create table effect (
                position bigint generated always as identity primary key,
                number bigint not null
            );
            grant select, insert on effect to ledger;
            """
    )

    /// The numbers in the order in which they were written.
    package static func numbers(in database: TestDatabase) async throws -> [Int] {
        try await database.pool.withTransaction(.readOnly) { transaction in
            try transaction.execute("SELECT number FROM effect ORDER BY position").map {
                Int(try $0.decode(0, as: Int64.self))
            }
        }
    }
}
