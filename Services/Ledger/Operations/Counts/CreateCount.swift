import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Makes a sheet of goods to be counted: those that are named, or all that is at a place.
struct CreateCount: Operation {
    static let id = "createCount"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: CountDraft = try request.document()
        let policy = try draft.check()
        let (warehouse, targets) = try self.targets(of: draft, in: transaction)
        guard request.principal.may(.stockCount, at: warehouse) else {
            throw Problem.forbidden(.stockCount, at: warehouse)
        }
        guard !targets.isEmpty else {
            throw Problem.validation("/location", rule: "minItems", "The book has nothing there.")
        }
        let count = try NewCount(
            id: draft.id ?? .make(),
            warehouse: warehouse,
            policy: policy,
            note: draft.note,
            targets: targets
        ).make(for: request.principal.actor, cause: request.context, in: transaction)
        guard let count else {
            throw Problem.rule(.alreadyExists, "The identifier is taken.", pointer: "/id")
        }
        guard let body = try CountBody.load(count, in: transaction) else {
            throw Problem.internalError()
        }
        return try body.response(status: 201)
    }

    private func targets(
        of draft: CountDraft,
        in transaction: borrowing Transaction
    ) throws -> (warehouse: ID<Location>, targets: [CountTarget]) {
        guard let lines = draft.lines else { return try self.everything(draft, in: transaction) }
        var known = CountTargets()
        try known.load(lines, in: transaction)
        let warehouse = try known.warehouse(of: lines[0], pointer: "/lines/0")
        var targets: [CountTarget] = []
        var places: Set<CountTarget> = []
        for (index, line) in lines.enumerated() {
            let pointer = "/lines/\(index)"
            let target = try known.target(of: line, in: warehouse, pointer: pointer)
            guard places.insert(target).inserted else {
                throw Problem.validation(pointer, rule: "uniqueItems", "It is counted once.")
            }
            targets.append(target)
        }
        return (warehouse, targets)
    }

    private func everything(
        _ draft: CountDraft,
        in transaction: borrowing Transaction
    ) throws -> (warehouse: ID<Location>, targets: [CountTarget]) {
        let name = draft.location ?? ""
        guard let place = try LocationStore.record(named: name, in: transaction) else {
            throw Problem.unknownLocation(name, pointer: "/location")
        }
        guard place.kind.isPhysical, let warehouse = place.warehouse else {
            throw Problem.validation("/location", rule: "kind", "Nobody can go there.")
        }
        let rows = try transaction.execute(
            DueGoods(root: place.id, limit: CountDraft.maximumLines + 1).statement
        )
        guard rows.count <= CountDraft.maximumLines else {
            throw Problem.validation(
                "/location",
                rule: "maxItems",
                "There is more than \(CountDraft.maximumLines) lines; count a part of it."
            )
        }
        return (warehouse, try rows.map { try DueGoods.target($0) })
    }
}

struct CountDraft: Codable, Sendable, CountPolicyDraft {
    let id: ID<Count>?
    /// Counted with everything below it; not together with `lines`.
    let location: String?
    let lines: [Line]?
    let blind: Bool?
    let tolerance: ToleranceDraft?
    let soleApproval: Quantity?
    let note: String?

    /// Lines with which a count is made.
    static let maximumLines = 500

    struct Line: Codable, Sendable, CountTargetDraft {
        let sku: String?
        let variantId: ID<Variant>?
        let location: String?
        let lot: String?
    }

    func check() throws(Problem) -> CountPolicy {
        var rules = DraftRules()
        rules.note(self.note)
        rules.text(self.location, "/location", limit: DraftRules.maximumName)
        if (self.location == nil) == (self.lines == nil) {
            rules.add("", "oneOf", "A count is of a location or of lines.")
        }
        if let lines = self.lines { rules.lines(lines.count) }
        for (index, line) in (self.lines ?? []).enumerated() {
            let pointer = "/lines/\(index)"
            rules.text(line.sku, "\(pointer)/sku", limit: DraftRules.maximumName)
            rules.text(line.lot, "\(pointer)/lot", limit: DraftRules.maximumName)
            rules.text(line.location, "\(pointer)/location", limit: DraftRules.maximumName)
            if (line.sku == nil) == (line.variantId == nil) {
                rules.add(pointer, "oneOf", "A line has exactly one of sku and variantId.")
            }
            if line.location == nil {
                rules.add("\(pointer)/location", "required", "location is required.")
            }
        }
        let policy = self.policy(&rules)
        try rules.finish()
        return policy
    }
}
