import AMQP
import Contracts
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
    /// What else is done in the warehouse meanwhile; `nil` for nothing.
    var choreSeed: UInt64?

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
        let lotted = try await self.prepareStock()
        let source = try await self.registry.register(self.work.source).source
        let wait = StatementWait(registry: self.registry, source: source, console: self.console)
        let before = try await self.timed("opening the source \(source.name)") {
            try await wait.untilSteady(received: 0)
        }
        let carried = try await self.carriedStock(of: source)
        let chores = try await self.prepareChores(lotted)
        let turns = Shuffle(
            documents: plan.documents.count,
            copies: self.copies,
            seed: self.seed
        ).turns
        let start = ContinuousClock.now
        let done = try await self.publishMeanwhile(turns, chores)
        let statement = try await self.timed("waiting for the ledger") {
            try await wait.untilDecided(received: before.messages.received + turns.count)
        }
        try self.report(ContinuousClock.now - start, before.messages, statement.messages)
        let proof = chores.map { $0.proof(of: done, self.expectedStock(with: carried)) }
        return try await self.prove(source, statement, carried, proof)
    }

    /// Makes what the sales need to be booked.
    ///
    /// - Returns: The SKUs that have lots.
    private func prepareStock() async throws -> Set<String> {
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
        let codes = self.work.codes.stock
        let created = try await self.timed("preparing \(codes.count) variants") {
            let (lotted, others) = self.divided(codes)
            return try await supply.provide(lotted, tracking: .lot) + supply.provide(others)
        }
        let lotted = try await supply.lotted(among: self.work.skus)
        let opening = OpeningEntries(
            api: self.api,
            location: names.location,
            effectiveAt: self.openingTime,
            console: self.console
        )
        let opened = try await self.timed("opening stock") {
            try await opening.provide(self.work.skus, lotted: lotted)
        }
        try self.console.write("    \(created) variants and \(opened) stock levels are new")
        return lotted
    }

    /// A day before the first sale, but not in the future.
    var openingTime: Timestamp {
        let first = self.work.plan.documents.map(\.occurredAt).min() ?? .now
        return min(first.advanced(by: .seconds(-86_400)), .now)
    }

    /// Publishes while servers and services are struck down and chores are done, and waits until all
    /// of that is over.
    private func publishMeanwhile(
        _ turns: [Shuffle.Turn],
        _ chores: Chores?
    ) async throws -> ChoreBook {
        try await withThrowingTaskGroup(of: ChoreBook.self) { group in
            if let storm = self.storm {
                try self.console.write("storm seed \(storm.plan.seed)")
                group.addTask {
                    try await storm.rage()
                    return ChoreBook()
                }
            }
            if let chores {
                let time = Duration.seconds(1) * turns.count / self.pace(of: turns)
                group.addTask { try await chores.perform(over: time) }
            }
            try await self.publish(turns)
            return try await group.reduce(into: ChoreBook()) { $0.add($1) }
        }
    }

    /// Messages a second.
    private func pace(of turns: [Shuffle.Turn]) -> Int {
        self.rate ?? self.storm?.plan.rate(of: turns.count) ?? Self.fullRate
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
            rate: self.pace(of: turns),
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
