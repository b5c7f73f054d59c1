import Contracts
import Kernel
import LedgerDomain
import Postgres

/// Goods to be counted at a place, and what became of it.
///
/// On a blind sheet nothing tells what should be there before the line is counted: neither the figure
/// nor what somebody else has seen.
struct CountLineBody: Codable, Sendable {
    let id: ID<CountLine>
    let line: Int
    let variantId: ID<Variant>
    let sku: String
    let name: String
    let location: LocationLabel
    let lot: LotLabel?
    /// Whether it is counted by the numbers of units.
    let serialTracked: Bool
    /// Whether somebody found it, and the sheet had not asked for it.
    let added: Bool
    let state: CountLineState
    let expected: Quantity?
    let seen: Quantity?
    let observedAt: Timestamp?
    /// What was seen, less what should have been there, as it was known when it was counted.
    let variance: Quantity?
    /// What facts that came later explain of it.
    let explained: Quantity?
    /// What nothing explains.
    let residual: Quantity?
    /// Everything that was seen of it, the first look first.
    let looks: [CountLookBody]

    init(_ row: Row, looks: [CountLookBody], of count: CountRecord) throws {
        let state: CountLineState = try row.word("state")
        let isHidden = count.policy.isBlind && state != .counted
        self.id = try row.decode("id")
        self.line = Int(try row.decode("number", as: Int32.self))
        self.variantId = try row.decode("variant")
        self.sku = try row.decode("sku")
        self.name = try row.decode("name")
        self.location = LocationLabel(
            id: try row.decode("location"),
            code: try row.decode("location_code")
        )
        self.lot = try row.decode("lot", as: ID<Lot>.self).named.map { id in
            LotLabel(
                id: id,
                code: try row.decode("lot_code"),
                expiresOn: try row.decode("expires_on")
            )
        }
        self.serialTracked = try row.decode("is_tracked")
        self.added = try row.decode("is_added")
        self.state = state
        let seen: Quantity? = try row.decode("seen")
        let expected: Quantity? = try row.decode("expected")
        let variance = seen.flatMap { seen in expected.map { seen.subtractingClamped($0) } }
        let residual: Quantity? = try row.decode("residual")
        self.observedAt = isHidden ? nil : try row.decode("observed_at")
        self.seen = isHidden ? nil : seen
        self.expected = isHidden ? nil : try expected ?? row.decode("on_hand")
        self.variance = isHidden ? nil : variance
        self.residual = isHidden ? nil : residual
        self.explained =
            isHidden
            ? nil
            : residual.flatMap { residual in variance.map { $0.subtractingClamped(residual) } }
        self.looks = isHidden ? [] : looks
    }

    /// Lines with what is there by the book of now, for sheets that may tell it, and what nothing
    /// explains once they are accepted.
    static func statement(for count: ID<Count>) -> SQL {
        """
        SELECT line.*, variant.sku, variant.name, location.code AS location_code,
            lot.code AS lot_code, lot.expires_on, present.on_hand, result.residual
        FROM count_line AS line
        JOIN variant ON variant.id = line.variant
        JOIN location ON location.id = line.location
        LEFT JOIN lot ON lot.id = line.lot
        LEFT JOIN LATERAL (
            SELECT coalesce(sum(balance.on_hand), 0)::bigint AS on_hand
            FROM balance
            WHERE balance.variant = line.variant AND balance.location = line.location
                AND (line.is_tracked OR balance.lot = line.lot)
        ) AS present ON true
        LEFT JOIN LATERAL (
            SELECT CASE WHEN bool_and(count_result.residual IS NOT NULL)
                THEN sum(count_result.residual)::bigint END AS residual
            FROM count_result
            WHERE count_result.line = line.id AND count_result.location = line.location
        ) AS result ON true
        WHERE line.count = \(count)
        ORDER BY line.number
        """
    }
}

/// What somebody saw of a line.
struct CountLookBody: Codable, Sendable {
    let seen: Quantity
    /// What should have been there then, as it was known.
    let expected: Quantity
    let serials: [String]?
    let observedAt: Timestamp
    let blind: Bool
    let alone: Bool
    let note: String?
    let actor: Actor
    let recordedAt: Timestamp

    init(_ row: Row) throws {
        let serials: [String] = try row.decode("serials")
        self.seen = try row.decode("seen")
        self.expected = try row.decode("expected")
        self.serials = serials.isEmpty ? nil : serials
        self.observedAt = try row.decode("observed_at")
        self.blind = try row.decode("is_blind")
        self.alone = try row.decode("is_alone")
        self.note = try row.decode("note")
        self.actor = try Actor(row)
        self.recordedAt = try row.decode("recorded_at")
    }

    static func statement(for count: ID<Count>) -> SQL {
        """
        SELECT look.*
        FROM count_look AS look
        JOIN count_line AS line ON line.id = look.line
        WHERE line.count = \(count)
        ORDER BY look.line, look.number
        """
    }
}
