import Contracts
import Crypto
import Messaging

/// The variants that a file needs, made by an import where they are missing.
struct VariantSupply: Sendable {
    /// Rows of one import; well below what one upload may weigh.
    static let rowsPerImport = 20_000

    private struct Known: Decodable {
        let sku: String
        let tracking: TrackingPolicy
    }

    private struct Row: Encodable {
        let sku: String
        let product: String
        let tracking: TrackingMode
    }

    private struct Upload: Encodable {
        let rows: [Row]
    }

    let api: APIClient
    let console: Console
    /// What imports are named after.
    let fileName: String

    /// Creates what is missing; variants that exist are left as they are.
    ///
    /// - Returns: How many are new.
    func provide(
        _ wanted: [(sku: String, name: String)],
        tracking: TrackingMode = .none
    ) async throws -> Int {
        let known = try await self.api.list(["v1", "variants"], of: Known.self)
        // Compared byte by byte, as SKUs are: `85123a` is not `85123A`.
        let present = Set(known.map { Array($0.sku.utf8) })
        let missing = wanted.filter { !present.contains(Array($0.sku.utf8)) }
        var created = 0
        for start in stride(from: 0, to: missing.count, by: Self.rowsPerImport) {
            created += try await self.create(
                missing[start...].prefix(Self.rowsPerImport),
                tracking
            )
        }
        return created
    }

    /// Those of the SKUs that have lots, whoever made them.
    func lotted(among skus: [String]) async throws -> Set<String> {
        let known = try await self.api.list(["v1", "variants"], of: Known.self)
        return Set(known.filter { $0.tracking.mode == .lot }.map(\.sku)).intersection(skus)
    }

    private func create(
        _ missing: ArraySlice<(sku: String, name: String)>,
        _ tracking: TrackingMode
    ) async throws -> Int {
        let rows = missing.map { Row(sku: $0.sku, product: $0.name, tracking: tracking) }
        let job = CatalogImport(api: self.api, console: self.console)
        let report = try await job.run(
            try MessageCoding.encode(Upload(rows: rows)),
            contentType: "application/json",
            fileName: self.fileName
        )
        guard report.state == .done, report.rows.failed == 0 else {
            let mistakes = report.rows.failed > 0 ? try await job.mistakes(of: report) : []
            let first = mistakes.first.map { "; \($0.sku ?? "") \($0.field): \($0.message)" } ?? ""
            throw OperatorFailure(
                "the catalog left out \(report.rows.failed) of \(missing.count) variants"
                    + (report.detail.map { " (\($0))" } ?? first),
                next: "look at the import \(report.id), then run it again"
            )
        }
        return report.rows.created + report.rows.updated + report.rows.unchanged
    }
}
