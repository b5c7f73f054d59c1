/// What Stockbook does for clients that come through its own doors.
struct OurLoads: Sendable {
    let suite: Suite
    let settings: BenchSettings
    let api: APIClient

    func measure(_ measure: Measure, clients: Int) async throws -> LoadResult {
        let variants = self.settings.variants
        switch measure {
        case .receiptOne:
            return try await self.run(.receipts(lines: 1, variants: variants), clients)
        case .receiptHundred:
            return try await self.run(.receipts(lines: 100, variants: variants), clients)
        case .search:
            return try await self.run(.searches(variants: variants), clients)
        case .sale:
            return try await self.sell(clients)
        case .trace, .asOf, .backdated, .recall, .evidence:
            return try await self.ask(measure, clients)
        case .signIn:
            return try await BenchUser(api: self.api).whileActive { password in
                let load = try RequestLoad.signIns(name: BenchCompany.user, password: password)
                return try await self.run(load, clients)
            }
        default:
            return try await self.run(.quantities(variants: variants), clients)
        }
    }

    /// Asks what only a ledger with a history can be asked.
    ///
    /// Where it has nothing left for that there is no figure, and what else was measured stays.
    private func ask(_ measure: Measure, _ clients: Int) async throws -> LoadResult {
        let reads = HistoryReads(
            api: self.api,
            variants: self.settings.variants,
            stepsLeft: self.settings.clients.count { $0 >= clients }
        )
        do {
            return try await self.run(try await reads.load(of: measure), clients)
        } catch let failure as LoadFailure {
            return LoadResult(errors: [failure.description: 1])
        }
    }

    private func run(_ load: RequestLoad, _ clients: Int) async throws -> LoadResult {
        let gateway = try BenchGateway(
            url: self.suite.gatewayURL(),
            key: self.suite.folder.secret(Suite.apiKeySecret)
        )
        return try await load.run(
            ClosedLoop(clients: clients, settings: self.settings),
            against: gateway
        )
    }

    private func sell(_ clients: Int) async throws -> LoadResult {
        let access = SourceAccess(suite: self.suite, api: self.api)
        let draft = SourceDraft(
            name: BenchCompany.source,
            displayName: "Bench",
            location: BenchCompany.warehouse,
            nonStockCodes: []
        )
        let load = SaleLoad(
            registry: access.registry,
            source: try await access.registry.register(draft).source,
            url: try await access.keptURL(of: BenchCompany.source),
            settings: self.settings
        )
        return try await load.run(clients: clients)
    }
}
