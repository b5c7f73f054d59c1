package import ArgumentParser
package import Contracts
package import Postgres
package import ServiceLifecycle

/// What makes one service of the house different from the others; the rest is the same for all.
package protocol StockbookService: Sendable {
    static var name: ServiceName { get }

    /// The schema, oldest first, beginning with that of messaging.
    static var migrations: [Migration] { get }

    /// The composition root: consumers, operations and whatever else runs, in the order in which
    /// it starts. Stopping goes the other way, so what takes work from outside comes last.
    ///
    /// All configuration is read here.
    static func services(_ context: ServiceContext) throws -> [any Service]

    /// What an operator starts and waits for, beside `serve` and `migrate`; usually nothing.
    static var commands: [any ParsableCommand.Type] { get }
}

extension StockbookService {
    package static var commands: [any ParsableCommand.Type] { [] }
}
