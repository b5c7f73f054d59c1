import Contracts

/// Makes the goods that chores have to themselves.
struct ChoreSupply: Sendable {
    let api: APIClient
    let console: Console

    private struct Stock: Decodable {
        let sku: String
    }

    /// Makes the goods, and waits until the ledger knows all of them.
    func provide(_ goods: [Chore.Goods]) async throws {
        let supply = VariantSupply(api: self.api, console: self.console, fileName: "busy")
        let modes = Dictionary(grouping: goods) { each -> TrackingMode in
            if each.isNumbered { return .serial }
            return each.isLotted ? .lot : .none
        }
        for (mode, goods) in modes {
            // A product has 500 variants at most, and there may be many runs.
            _ = try await supply.provide(goods.map { ($0.sku, $0.sku) }, tracking: mode)
        }
        var pauses = RetryPauses(until: .now + APIClient.newsPatience)
        for each in goods {
            while try await !self.isKnown(each) {
                guard try await pauses.wait() else {
                    throw OperatorFailure(
                        "the ledger has not heard of \(each.sku)",
                        next: "./stockbook status shows what runs"
                    )
                }
            }
        }
    }

    private func isKnown(_ goods: Chore.Goods) async throws -> Bool {
        do {
            _ = try await self.api.get(["v1", "stock", goods.sku], as: Stock.self)
            return true
        } catch let failure as APIFailure where failure.problem?.knownCode == .notFound {
            return false
        }
    }
}
