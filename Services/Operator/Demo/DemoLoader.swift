import AMQP
import Contracts
import Messaging

/// Loads the demo company through the same doors as everybody else: REST, and AMQP for the sales.
struct DemoLoader: Sendable {
    private struct Upload: Encodable {
        let rows: [DemoVariant]
    }

    let suite: Suite
    let api: APIClient
    let console: Console

    func run() async throws {
        try await self.loadCatalog()
        for location in DemoCompany.locations {
            try await self.post(["v1", "locations"], location)
        }
        for receipt in DemoCompany.receipts {
            try await self.post(["v1", "receipts"], receipt)
        }
        for transfer in DemoCompany.transfers {
            try await self.post(["v1", "transfers"], transfer)
        }
        try await self.post(["v1", "reservations"], DemoCompany.reservation)
        try self.console.write(
            "    \(DemoCompany.variants.count) variants, \(DemoCompany.locations.count) locations, "
                + "\(DemoCompany.receipts.count) receipts, \(DemoCompany.transfers.count) transfers, "
                + "1 reservation"
        )
        try await self.sell()
    }

    private func loadCatalog() async throws {
        let job = CatalogImport(api: self.api, console: self.console)
        let report = try await job.run(
            try MessageCoding.encode(Upload(rows: DemoCompany.variants)),
            contentType: "application/json",
            fileName: "demo"
        )
        guard report.state == .done, report.rows.failed == 0 else {
            let mistakes = report.rows.failed > 0 ? try await job.mistakes(of: report) : []
            let text = mistakes.map { "\($0.sku ?? "") \($0.field): \($0.message)" }
            throw OperatorFailure(
                "the catalog did not take the demo: "
                    + (report.detail ?? text.joined(separator: "; ")),
                next: "look at the import \(report.id)"
            )
        }
    }

    /// Posts what is not there yet.
    private func post(_ path: [String], _ body: some Encodable) async throws {
        do {
            try await self.api.postOnceKnown(path, body)
        } catch let failure as APIFailure {
            switch failure.problem?.knownCode {
            // It is there since the demo was loaded before.
            case .alreadyExists, .duplicateReference: return
            default: throw failure
            }
        }
    }

    private func sell() async throws {
        let access = SourceAccess(suite: self.suite, api: self.api)
        let source = try await access.registry.register(
            SourceDraft(
                name: DemoCompany.source,
                displayName: "Till of the Harbour Lane shop",
                location: DemoCompany.shop,
                nonStockCodes: DemoCompany.nonStockCodes
            )
        )
        .source
        let wait = StatementWait(registry: access.registry, source: source, console: self.console)
        let before = try await access.registry.statement(of: source).messages.received
        let url = try await access.keptURL(of: source.name)
        let connection = BrokerConnection(
            BrokerConfiguration(url: url, connectionName: "demo \(source.name)")
        )
        let publisher = SalesPublisher(source: source.name, rate: 100, console: self.console)
        let turns = DemoCompany.sales.indices.map { Shuffle.Turn(document: $0, copy: 1) }
        _ = try await connection.whileRunning {
            try await publisher.publish(turns, of: DemoCompany.sales, over: connection)
        }
        let statement = try await wait.untilDecided(received: before + turns.count)
        try self.console.write("    the till \(source.name) sold:\n\(statement.text)")
    }
}
