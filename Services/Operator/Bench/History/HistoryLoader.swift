import Contracts
import Kernel
import Synchronization

/// Posts a history through the same door as everybody else.
struct HistoryLoader: Sendable {
    static let reportPause = Duration.seconds(1)

    let api: APIClient
    let console: Console

    /// - Returns: How long posting took.
    /// - Throws: ``APIFailure`` for a document that is refused. What was posted before stays.
    func load(_ plan: HistoryPlan) async throws -> Duration {
        try await self.provideGoods()
        let start = ContinuousClock.now
        let account = LoadAccount()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<HistoryPlan.workers {
                group.addTask { try await self.post(plan.cycles(of: worker), account) }
            }
            async let _ = self.report(of: plan, account)
            try await group.waitForAll()
        }
        try self.console.overwrite(with: "")
        return .now - start
    }

    private func post(_ cycles: some Sequence<HistoryCycle>, _ account: LoadAccount) async throws {
        for cycle in cycles {
            for document in cycle.documents {
                try await self.api.postOnceKnown(["v1", document.operation], document)
                account.count(document.movements)
            }
        }
    }

    private func report(of plan: HistoryPlan, _ account: LoadAccount) async throws {
        while !Task.isCancelled {
            try self.console.overwrite(
                with: "    posting: \(account.movements) of \(plan.movements) movements"
            )
            try await Task.sleep(for: Self.reportPause)
        }
    }

    private func provideGoods() async throws {
        try await self.api.provide(HistoryCompany.locations)
        let supply = VariantSupply(
            api: self.api,
            console: self.console,
            fileName: "\(BenchCompany.source) history"
        )
        _ = try await supply.provide(
            HistoryCompany.lotted.map { (sku: $0, name: "Bench goods in lots") },
            tracking: .lot
        )
    }
}

/// How many movements have been posted so far.
private final class LoadAccount: Sendable {
    private let posted = Mutex(0)

    var movements: Int { self.posted.withLock { $0 } }

    func count(_ movements: Int) {
        self.posted.withLock { $0 += movements }
    }
}
