/// What has been counted, over REST.
struct CountedGoods: Sendable {
    private struct Sheet: Decodable {
        struct Line: Decodable {
            struct Place: Decodable {
                let code: String
            }

            struct Lot: Decodable {}

            let sku: String
            let location: Place
            let lot: Lot?
        }

        let id: String
        let lines: [Line]?
    }

    let api: APIClient

    /// The SKUs without lots of which somebody has seen how many there are at a warehouse itself.
    func skus(in warehouse: String) async throws -> Set<String> {
        let sheets = try await self.api.list(
            ["v1", "counts"],
            query: [("warehouse", warehouse), ("state", "approved")],
            of: Sheet.self
        )
        var skus: Set<String> = []
        for sheet in sheets {
            let lines = try await self.api.get(["v1", "counts", sheet.id], as: Sheet.self).lines
            for line in lines ?? [] where line.lot == nil && line.location.code == warehouse {
                skus.insert(line.sku)
            }
        }
        return skus
    }
}
