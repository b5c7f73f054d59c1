import Contracts
import FoundationEssentials
import Postgres
import Synchronization

/// Sees to it that the name of whoever makes an entry is known, before they do.
final class KnownPeople: Sendable {
    /// How many names are kept in mind; with more all are learnt again.
    static let capacity = 10_000

    private let database: PostgresPool
    private let names = Mutex<[UUID: String]>([:])

    init(database: PostgresPool) {
        self.database = database
    }

    /// Writes down what somebody is called, unless that was done.
    func meet(_ principal: Principal) async throws {
        guard principal.kind == .user else { return }
        let isKnown = self.names.withLock { $0[principal.id] == principal.name }
        if isKnown { return }
        _ = try await self.database.withTransaction { transaction in
            try transaction.execute(PersonStore.remember(principal.id, as: principal.name))
        }
        self.names.withLock { names in
            if names.count >= Self.capacity { names.removeAll() }
            names[principal.id] = principal.name
        }
    }
}
