import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Adds up the journal again for some variants, and names sealed balances that are not what it comes to.
struct VerifyPeriod: Query {
    static let id = "verifyPeriod"

    /// Variants that are added up at once.
    static let variants = 200

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try request.requireEveryWarehouse(for: .ledgerVerify)
        let period = try request.closedPeriod(in: transaction)
        var condition: SQL = "true"
        if let cursor = try PageCursor.read(request, keyCount: 1) {
            condition = "id > \(try cursor.key(0, ID<Variant>.init))"
        }
        let variants: [ID<Variant>] = try transaction.execute(
            """
            SELECT id
            FROM variant
            WHERE \(fragment: condition)
            ORDER BY id
            LIMIT \(Self.variants)
            """
        ).map { try $0.decode("id") }
        transaction.planForValues()
        let rows = try transaction.execute(Self.findings(in: period, variants))
        var next: String?
        if variants.count == Self.variants, let last = variants.last {
            next = try PageCursor([last.description], of: request).text
        }
        return try .json(
            PeriodVerification(
                variants: variants.count,
                findings: try rows.map { try PeriodFinding($0) },
                next: next
            )
        )
    }

    /// Where what was sealed and what the journal comes to at the end of the period are not the same.
    private static func findings(in period: StockPeriod, _ variants: [ID<Variant>]) -> SQL {
        let moved: SQL = """
            movement.variant = ANY (\(variants)) AND movement.effective_at < \(period.end)
            """
        return """
            SELECT level.variant, variant.sku, level.location, location.code, level.lot,
                lot.code AS lot_code, lot.expires_on, level.sealed, level.expected
            FROM (
                SELECT coalesce(sealed.variant, journal.variant) AS variant,
                    coalesce(sealed.location, journal.location) AS location,
                    coalesce(sealed.lot, journal.lot) AS lot,
                    coalesce(sealed.on_hand, 0) AS sealed,
                    coalesce(journal.on_hand, 0) AS expected
                FROM (
                    SELECT variant, location, lot, on_hand
                    FROM period_balance
                    WHERE period = \(period.number) AND variant = ANY (\(variants))
                ) AS sealed
                FULL JOIN (\(fragment: ShadowStore.sums(of: moved))) AS journal
                    ON journal.variant = sealed.variant AND journal.location = sealed.location
                    AND journal.lot = sealed.lot
            ) AS level
            JOIN variant ON variant.id = level.variant
            JOIN location ON location.id = level.location
            LEFT JOIN lot ON lot.id = level.lot
            WHERE level.sealed <> level.expected
            ORDER BY level.variant, level.location, level.lot
            """
    }
}

/// What was found of some variants.
struct PeriodVerification: Codable, Sendable {
    /// How many were added up.
    let variants: Int
    let findings: [PeriodFinding]
    let next: String?
}

/// A sealed balance that is not what the journal comes to.
struct PeriodFinding: Codable, Sendable {
    let variantId: ID<Variant>
    let sku: String
    let location: LocationLabel
    let lot: LotLabel?
    let sealed: Quantity
    /// By the journal.
    let expected: Quantity

    init(_ row: Row) throws {
        let balance = try PeriodBalanceBody(row, onHand: "expected")
        self.variantId = balance.variantId
        self.sku = balance.sku
        self.location = balance.location
        self.lot = balance.lot
        self.expected = balance.onHand
        self.sealed = try row.decode("sealed")
    }
}
