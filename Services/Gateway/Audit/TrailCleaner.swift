import Messaging
import Postgres
import ServiceKit

/// Takes the names of those who were erased lately from the trail once more: rows about what was under
/// way at the time are written behind the answers.
///
/// Several side by side do it twice, which changes nothing.
struct TrailCleaner: PeriodicService {
    let description = "Trail cleaner"

    let database: PostgresPool
    var interval = Duration.seconds(600)

    /// How long after somebody was erased; far longer than anything is under way.
    static let period = Duration.seconds(86_400)

    func work() async throws {
        try await self.database.withTransaction { transaction in
            transaction.allow(statementTimeout: Erasure.statementTimeout)
            try AccountStore.eraseFromTrail(erasedWithin: Self.period, in: transaction)
        }
    }
}
