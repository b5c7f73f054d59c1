import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// How a request names what is counted where.
protocol CountTargetDraft {
    var sku: String? { get }
    var variantId: ID<Variant>? { get }
    var location: String? { get }
    var lot: String? { get }
}

/// Looks up what requests want counted.
struct CountTargets {
    private var state = LedgerState()

    /// Reads everything that drafts name, in one round trip, and then their lots.
    mutating func load(
        _ drafts: [some CountTargetDraft],
        in transaction: borrowing Transaction
    ) throws {
        let names = drafts.compactMap(\.location)
        let rows = try transaction.pipeline([
            VariantStore.named(
                drafts.compactMap(\.variantId),
                skus: drafts.compactMap(\.sku),
                barcodes: []
            ),
            LocationStore.named(names.compactMap { ID<Location>($0) }, codes: names),
        ])
        try VariantStore.insert(rows[0], into: &self.state)
        try LocationStore.insert(rows[1], into: &self.state)
        let keys = drafts.compactMap { draft -> StockLot.Key? in
            guard let code = draft.lot, let variant = self.variant(of: draft) else { return nil }
            return StockLot.Key(variant: variant.id, code: code)
        }
        guard !keys.isEmpty else { return }
        try LotStore.insert(
            try transaction.execute(LotStore.named([], keys: keys)),
            into: &self.state
        )
    }

    private func variant(of draft: some CountTargetDraft) -> StockVariant? {
        self.state.variant(draft.variantId.map { .id($0) } ?? .sku(draft.sku ?? ""))
    }

    /// The root of the tree in which something is to be counted.
    func warehouse(of draft: some CountTargetDraft, pointer: String) throws(Problem) -> ID<Location>
    {
        try self.place(of: draft, pointer: pointer).root
    }

    /// - Parameters:
    ///   - warehouse: Where the count is made.
    ///   - pointer: The place of the draft in the request.
    /// - Throws: 422 for what is not known, or cannot be counted there.
    func target(
        of draft: some CountTargetDraft,
        in warehouse: ID<Location>,
        pointer: String
    ) throws(Problem) -> CountTarget {
        let (location, root) = try self.place(of: draft, pointer: pointer)
        guard root == warehouse else {
            throw .validation(
                "\(pointer)/location",
                rule: "warehouse",
                "A count is made in one warehouse."
            )
        }
        guard let variant = self.variant(of: draft) else {
            throw .unknownVariant(
                draft.sku ?? draft.variantId?.description ?? "",
                pointer: draft.sku == nil ? "\(pointer)/variantId" : "\(pointer)/sku"
            )
        }
        var lot: ID<Lot>?
        if let code = draft.lot {
            guard variant.tracking.mode == .lot else {
                throw .validation("\(pointer)/lot", rule: "absent", "Counted without a lot.")
            }
            let name = LotName.code(code, StockLot.Details())
            guard let known = self.state.lot(name, of: variant.id) else {
                throw .rule(
                    .unknownLot,
                    "The variant has no lot \(code).",
                    pointer: "\(pointer)/lot"
                )
            }
            lot = known.id
        }
        return CountTarget(
            variant: variant.id,
            location: location,
            lot: lot,
            isTracked: variant.tracking.mode == .serial
        )
    }

    private func place(
        of draft: some CountTargetDraft,
        pointer: String
    ) throws(Problem) -> (location: ID<Location>, root: ID<Location>) {
        let name = draft.location ?? ""
        guard let location = self.state.location(LocationName(name)) else {
            throw .unknownLocation(name, pointer: "\(pointer)/location")
        }
        guard location.kind.isPhysical, let root = location.warehouse else {
            throw .validation(
                "\(pointer)/location",
                rule: "kind",
                "\(location.code) is no place that one can go to."
            )
        }
        return (location.id, root)
    }
}
