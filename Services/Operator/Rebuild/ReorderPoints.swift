import Contracts
import Kernel

/// The points in force at which more is ordered: the catalog alone knows them.
struct ReorderPoints: Sendable {
    private struct Entry: Decodable {
        struct Levels: Decodable {
            let reorderPoint: Quantity?
        }

        let id: ID<Variant>
        let levels: Levels?
    }

    let api: APIClient

    /// As the ledger reads them: a line for each variant that has one, with its identifier and the point.
    func lines() async throws -> String {
        try await self.api.list(["v1", "variants"], of: Entry.self)
            .compactMap { entry in
                entry.levels?.reorderPoint.map { "\(entry.id) \($0)\n" }
            }
            .joined()
    }
}
