import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Orders that a cost which came later is spread over what receipts brought.
///
/// It takes effect once the journal is costed up to then, in moments.
struct PostLandedCost: Operation {
    static let id = "postLandedCost"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: LandedCostDraft = try request.document()
        try request.requireEveryWarehouse(for: .costManage)
        try draft.check()
        let position = try CostPosition(transaction.execute(CostPosition.read)[0])
        let amount = try self.amount(of: draft, in: position.currency, in: transaction)
        let receipts = try draft.receipts.enumerated().map { index, receipt in
            try self.receipt(receipt, at: index, in: transaction)
        }
        let rows = try CostOrderStore.append(
            .land(LandedCost(amount, by: draft.basis, over: receipts)),
            CostOrderStore.About(
                effectiveAt: draft.effectiveAt,
                lateness: request.lateness,
                reference: draft.reference,
                actor: request.principal.actor
            ),
            in: transaction
        )
        guard let row = rows.first else {
            throw Problem.rule(
                .alreadyExists,
                "The document has been posted as a cost before.",
                pointer: "/reference/document"
            )
        }
        return try .json(try CostOrderBody(row, in: position.currency), status: 201)
    }

    /// The amount in the company's currency, at the rate of the time.
    private func amount(
        of draft: LandedCostDraft,
        in currency: String,
        in transaction: borrowing Transaction
    ) throws -> CostValue {
        let price = draft.amount
        var rate = ExchangeRate.one
        if price.currency.code != currency {
            let rows = try transaction.execute(
                """
                SELECT rate
                FROM exchange_rate
                WHERE currency = \(price.currency.code)
                    AND valid_from <= coalesce(\(draft.effectiveAt), now())
                ORDER BY valid_from DESC, recorded_at DESC
                LIMIT 1
                """
            )
            guard let row = rows.first else {
                throw Problem.validation(
                    "/amount/currency",
                    rule: "rate",
                    "There is no exchange rate of \(price.currency) for that time."
                )
            }
            rate = ExchangeRate(tenBillionths: try row.decode("rate"))
        }
        guard let value = rate.value(of: 1, at: price), value > .zero,
            value <= DraftRules.maximumCost
        else {
            throw Problem.validation(
                "/amount/amount",
                rule: "range",
                "The amount is above 0, and at most \(DraftRules.maximumCost)."
            )
        }
        return value
    }

    /// What an entry brought, by the lines that are named.
    private func receipt(
        _ draft: LandedCostDraft.Receipt,
        at index: Int,
        in transaction: borrowing Transaction
    ) throws -> LandedCost.Receipt {
        let rows = try transaction.execute(
            """
            SELECT movement.id, movement.line
            FROM entry
            JOIN movement ON movement.entry = entry.id
                AND movement.recorded_at = entry.recorded_at
            JOIN location ON location.id = movement.to_location
            WHERE entry.id = \(draft.entryId) AND entry.kind = 'receive'
                AND location.warehouse IS NOT NULL
            """
        )
        guard !rows.isEmpty else {
            throw Problem.validation(
                "/receipts/\(index)/entryId",
                rule: "receipt",
                "There is no receipt \(draft.entryId)."
            )
        }
        guard let lines = draft.lines else { return LandedCost.Receipt(draft.entryId) }
        var movements: Set<ID<Movement>> = []
        for line in lines {
            let found = try rows.filter { try $0.decode("line", as: Int32.self) == Int32(line) }
            guard !found.isEmpty else {
                throw Problem.validation(
                    "/receipts/\(index)/lines",
                    rule: "line",
                    "The receipt has no line \(line)."
                )
            }
            for row in found { movements.insert(try row.decode("id")) }
        }
        return LandedCost.Receipt(draft.entryId, movements: movements)
    }
}

struct LandedCostDraft: Codable, Sendable {
    let reference: Reference
    let amount: UnitPrice
    let basis: SpreadBasis
    let effectiveAt: Timestamp?
    let receipts: [Receipt]

    struct Receipt: Codable, Sendable {
        let entryId: ID<Entry>
        /// All where none are named.
        let lines: [Int]?
    }

    /// Receipts of one cost.
    static let maximumReceipts = 100

    fileprivate func check() throws(Problem) {
        var rules = DraftRules()
        rules.reference(self.reference)
        if !(1...Self.maximumReceipts).contains(self.receipts.count) {
            rules.add("/receipts", "items", "There are 1 to \(Self.maximumReceipts) receipts.")
        }
        if Set(self.receipts.map(\.entryId)).count < self.receipts.count {
            rules.add("/receipts", "uniqueItems", "Each receipt is there once.")
        }
        for (index, receipt) in self.receipts.enumerated() {
            guard let lines = receipt.lines else { continue }
            let isInRange = lines.allSatisfy { (1...DraftRules.maximumLines).contains($0) }
            if lines.isEmpty || lines.count > DraftRules.maximumLines || !isInRange {
                let message = "There are 1 to \(DraftRules.maximumLines) lines, counted from 1."
                rules.add("/receipts/\(index)/lines", "items", message)
            }
        }
        try rules.finish()
    }
}
