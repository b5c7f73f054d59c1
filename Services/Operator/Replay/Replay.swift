import AMQP
import Kernel

/// One run of `replay-sales`, from the file to the proof.
struct Replay: Sendable {
    let suite: Suite
    let api: APIClient
    let work: ReplayWork
    let copies: CopyRange
    let seed: UInt64
    /// Messages a second, if it matters.
    let rate: Int?
    let console: Console
    /// What goes on meanwhile; `nil` where nothing does.
    var storm: Storm?

    var registry: SourceRegistry { SourceRegistry(api: self.api) }

    /// - Returns: Whether everything is accounted for and the stock is what the file says.
    func run() async throws -> Bool {
        let plan = self.work.plan
        try self.console.write(
            """
            \(self.work.file.path): \(self.work.file.rows.count) rows, \(plan.invoiceCount) invoices, \
            \(self.work.codes.stock.count) stock codes, \(self.work.codes.charges.count) charges
            source \(self.work.names.source), location \(self.work.names.location), \
            seed \(self.seed), copies \(self.copies)
            """
        )
        try await self.prepareStock()
        let source = try await self.registry.register(self.work.source).source
        let wait = StatementWait(registry: self.registry, source: source, console: self.console)
        let before = try await self.timed("opening the source \(source.name)") {
            try await wait.untilSteady(received: 0)
        }
        let carried = try await self.carriedStock(of: source)
        let turns = Shuffle(
            documents: plan.documents.count,
            copies: self.copies,
            seed: self.seed
        ).turns
        let start = ContinuousClock.now
        try await self.publishThroughStorm(turns)
        let statement = try await self.timed("waiting for the ledger") {
            try await wait.untilDecided(received: before.messages.received + turns.count)
        }
        try self.report(ContinuousClock.now - start, before.messages, statement.messages)
        return try await self.prove(source, statement, carried)
    }

    /// Makes what the sales need to be booked.
    private func prepareStock() async throws {
        let names = self.work.names
        try await self.timed("preparing the warehouse \(names.location)") {
            let warehouse = Warehouse(api: self.api)
            _ = try await warehouse.provide(names.location, name: "Replay of \(names.source)")
        }
        let supply = VariantSupply(
            api: self.api,
            console: self.console,
            fileName: "replay-sales"
        )
        let created = try await self.timed("preparing \(self.work.skus.count) variants") {
            try await supply.provide(self.work.codes.stock)
        }
        let opening = OpeningEntries(
            api: self.api,
            location: names.location,
            effectiveAt: self.openingTime,
            console: self.console
        )
        let opened = try await self.timed("opening stock") {
            try await opening.provide(self.work.skus)
        }
        try self.console.write("    \(created) variants and \(opened) stock levels are new")
    }

    /// A day before the first sale, but not in the future.
    private var openingTime: Timestamp {
        let first = self.work.plan.documents.map(\.occurredAt).min() ?? .now
        return min(first.advanced(by: .seconds(-86_400)), .now)
    }

    /// Publishes while servers and services are struck down, and waits until that is over.
    private func publishThroughStorm(_ turns: [Shuffle.Turn]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let storm = self.storm {
                try self.console.write("storm seed \(storm.plan.seed)")
                group.addTask { try await storm.rage() }
            }
            try await self.publish(turns)
            try await group.waitForAll()
        }
    }

    private static let fullRate = 2_000

    private func publish(_ turns: [Shuffle.Turn]) async throws {
        let name = self.work.names.source
        let url = try await SourceAccess(suite: self.suite, api: self.api).keptURL(of: name)
        let connection = BrokerConnection(
            BrokerConfiguration(url: url, connectionName: "replay-sales \(name)")
        )
        let publisher = SalesPublisher(
            source: name,
            rate: self.rate ?? self.storm?.plan.rate(of: turns.count) ?? Self.fullRate,
            console: self.console
        )
        let documents = self.work.plan.documents
        let repeated = try await self.timed("publishing \(turns.count) messages") {
            try await connection.whileRunning {
                try await publisher.publish(turns, of: documents, over: connection)
            }
        }
        if repeated > 0 {
            try self.console.write("    \(repeated) were published again, being unconfirmed")
        }
    }

    /// Says what is done and how long it took.
    func timed<Value>(
        _ what: String,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        let value = try await body()
        try self.console.write("    \(what): \((ContinuousClock.now - start).tenths) s")
        return value
    }
}
