import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// What is counted again and again, as a request says it; as a patch what is left out stays.
struct CountPlanDraft: Codable, Sendable, CountPolicyDraft {
    let name: String?
    /// The part of a warehouse that is counted, with all that lies below it.
    let location: String?
    let categoryId: ID<Contracts.Category>?
    /// The only goods that are counted.
    let skus: [String]?
    let days: CountDays?
    let maximumLines: Int?
    let blind: Bool?
    let tolerance: ToleranceDraft?
    let soleApproval: Quantity?
    let status: ActiveStatus?

    static let maximumName = 200
    static let maximumSKUs = 500

    /// Collects what fields break by themselves.
    func check(_ rules: inout DraftRules, or former: CountPolicy = .standard) -> CountPolicy {
        rules.text(self.name, "/name", limit: Self.maximumName)
        rules.text(self.location, "/location", limit: DraftRules.maximumName)
        if let skus = self.skus, !(1...Self.maximumSKUs).contains(skus.count) {
            rules.add("/skus", "items", "There are 1 to \(Self.maximumSKUs) SKUs.")
        }
        for (index, sku) in (self.skus ?? []).enumerated() {
            rules.text(sku, "/skus/\(index)", limit: DraftRules.maximumName)
        }
        if let days = self.days, ![days.a, days.b, days.c].allSatisfy(CountDays.range.contains) {
            rules.add("/days", "range", "Each is from 1 to \(CountDays.range.upperBound) days.")
        }
        if let lines = self.maximumLines, !(1...CountDraft.maximumLines).contains(lines) {
            rules.add(
                "/maximumLines",
                "range",
                "A count has 1 to \(CountDraft.maximumLines) lines."
            )
        }
        return self.policy(&rules, or: former)
    }

    /// The place that is named; `nil` where none is.
    func place(in transaction: borrowing Transaction) throws -> LocationRecord? {
        guard let name = self.location else { return nil }
        guard let place = try LocationStore.record(named: name, in: transaction) else {
            throw Problem.unknownLocation(name, pointer: "/location")
        }
        guard place.kind.isPhysical else {
            throw Problem.validation("/location", rule: "kind", "Nobody can go there.")
        }
        return place
    }

    /// The variants that are named; `nil` where none are.
    func variants(in transaction: borrowing Transaction) throws -> [ID<Variant>]? {
        guard let skus = self.skus else { return nil }
        var state = LedgerState()
        try VariantStore.insert(
            try transaction.execute(VariantStore.named([], skus: skus, barcodes: [])),
            into: &state
        )
        return try skus.enumerated().map { index, sku in
            guard let variant = state.variant(.sku(sku)) else {
                throw Problem.unknownVariant(sku, pointer: "/skus/\(index)")
            }
            return variant.id
        }
    }
}
