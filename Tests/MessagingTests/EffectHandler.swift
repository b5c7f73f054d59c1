import Contracts
import Postgres
import Synchronization
import TestSupport

@testable import Messaging

/// Writes a row for each command; fails for the numbers it is told to.
struct EffectHandler: MessageHandler {
    static let name = "test.effect"

    /// What to throw for a number.
    var failure: @Sendable (Int) -> (any Error)? = { _ in nil }

    func handle(
        _ message: TestCommand,
        context: MessageContext,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute("INSERT INTO effect (number) VALUES (\(Int64(message.number)))")
        if let failure = self.failure(message.number) { throw failure }
    }
}

/// The table that the effects of tests go to.
enum EffectTable {
    static let migration = Migration(
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
    static func numbers(in database: TestDatabase) async throws -> [Int] {
        try await database.pool.withTransaction(.readOnly) { transaction in
            try transaction.execute("SELECT number FROM effect ORDER BY position").map {
                Int(try $0.decode(0, as: Int64.self))
            }
        }
    }
}

/// Counts how often something happened, from any task.
final class Tally: Sendable {
    private let counts = Mutex<[Int: Int]>([:])

    /// Counts once more and returns the new count.
    @discardableResult
    func add(_ number: Int) -> Int {
        self.counts.withLock { counts in
            counts[number, default: 0] += 1
            return counts[number, default: 0]
        }
    }

    func count(of number: Int) -> Int { self.counts.withLock { $0[number] ?? 0 } }

    var all: [Int: Int] { self.counts.withLock { $0 } }
}
