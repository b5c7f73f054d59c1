import Contracts
import Messaging
import Postgres
import ServiceKit
import ServiceLifecycle
import Synchronization

/// A ledger with nothing of its own but the queues it reads and two services that tell when they
/// stop.
enum BareLedger: StockbookService {
    static let name = ServiceName.ledger
    static let migrations = MessagingSchema.migrations

    static func services(_ context: ServiceContext) throws -> [any Service] {
        let order = StopOrder.current
        return [
            try context.consumer(of: .events, handlers: []),
            try context.operationServer(DeadLetterOperations.all),
            Witness(name: "inner", order: order, database: context.database),
            Witness(name: "outer", order: order, database: context.database),
        ]
    }
}

/// What stopped, in the order in which it did.
final class StopOrder: Sendable {
    @TaskLocal static var current = StopOrder()
    private let names = Mutex<[String]>([])

    var stopped: [String] { self.names.withLock { $0 } }

    func append(_ name: String) {
        self.names.withLock { $0.append(name) }
    }
}

/// Tells when it is stopped, and whether what it depends on still works then.
private struct Witness: Service {
    let name: String
    let order: StopOrder
    let database: PostgresPool

    func run() async throws {
        try await gracefulShutdown()
        do {
            try await self.database.check()
            self.order.append("\(self.name), database answers")
        } catch {
            self.order.append("\(self.name), \(error)")
        }
    }
}
