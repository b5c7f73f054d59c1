import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What came and went, which is what is on hand.
extension StockTerms {
    /// Goods that came to the places that are counted, and below zero what left them: what was there when
    /// the last period ended that was closed by then, and what happened since.
    ///
    /// What happened is found by when it was recorded: little before at the earliest, but for what is
    /// ahead of its time. Of values these are the goods of all places: each has its share.
    var goods: SQL {
        """
        seal AS (
            SELECT id, number, starts_at, ends_at
            FROM period
            WHERE state = 'closed' AND \(fragment: .all(self.sealed))
            ORDER BY number DESC
            LIMIT 1
        ), goods AS (
            SELECT 'sealed' AS kind, place.id AS warehouse, place.code, location.id AS location,
                sealed.lot, sealed.on_hand AS quantity, NULL AS entry_kind,
                NULL::uuid AS movement, seal.starts_at AS first_at, seal.ends_at AS last_at,
                seal.id AS subject
            FROM seal
            JOIN period_balance AS sealed ON sealed.period = seal.number
                AND sealed.variant = \(self.variant)
            JOIN location ON location.id = sealed.location
            JOIN place ON place.id = location.warehouse
            WHERE \(fragment: .all(self.shown + self.ofLot("sealed.lot")))
            UNION ALL
            SELECT 'movements', place.id, place.code, location.id, side.lot, side.quantity,
                entry.kind, movement.id, movement.effective_at, movement.effective_at, NULL
            FROM movement
            JOIN entry ON entry.id = movement.entry
            CROSS JOIN LATERAL (
                VALUES (
                    movement.to_location, coalesce(movement.lot, \(ID<Lot>.none)),
                    movement.quantity
                ), (
                    movement.from_location, coalesce(movement.lot, \(ID<Lot>.none)),
                    - movement.quantity
                )
            ) AS side (location, lot, quantity)
            JOIN location ON location.id = side.location
            JOIN place ON place.id = location.warehouse
            WHERE movement.variant = \(self.variant)
                AND movement.effective_at >= coalesce((SELECT ends_at FROM seal), '-infinity')
                AND (
                    movement.recorded_at
                        > coalesce((SELECT ends_at FROM seal) - interval '1 hour', '-infinity')
                    OR movement.effective_at - movement.recorded_at > interval '1 hour'
                )
                AND \(fragment: .all(self.goodsTime.counted + self.shown + self.ofLot("side.lot")))
        )
        """
    }

    /// Goods by the kind of the entries that moved them.
    var movements: SQL {
        let row = Self.row(
            "kind",
            [
                "warehouse": "warehouse", "code": "code", "quantity": "sum(quantity)",
                "entry_kind": "entry_kind",
                "count": "coalesce(nullif(count(DISTINCT movement), 0), count(*))",
                "first_at": "min(first_at)",
                "last_at": "CASE kind WHEN 'sealed' THEN min(last_at) ELSE max(last_at) END",
                "subject": "subject",
            ]
        )
        return """
            SELECT \(fragment: row)
            FROM goods
            GROUP BY kind, warehouse, code, entry_kind, subject
            HAVING sum(quantity) <> 0
            """
    }

    /// Goods of each lot that may not be sold, or might not then.
    func lots(sign: Int64) -> SQL {
        let row = Self.row(
            "'lot'",
            [
                "warehouse": "warehouse", "code": "withheld.code",
                "quantity": "sum(quantity) * \(sign)", "subject": "lot.id", "lot_code": "lot.code",
                "lot_status": self.time.lotStatus, "expires_on": "lot.expires_on",
            ]
        )
        return """
            SELECT \(fragment: row)
            FROM goods AS withheld
            JOIN lot ON lot.id = withheld.lot
            WHERE \(fragment: self.time.lotStatus) <> 'released'
            GROUP BY warehouse, withheld.code, lot.id
            HAVING sum(quantity) <> 0
            """
    }

    /// Conditions on `location`, the places that are counted.
    var here: [SQL] {
        [
            self.location.map { "location.id = \($0)" },
            self.root.map { self.goodsTime.stands(in: $0) },
        ].compactMap(\.self)
    }

    /// Conditions on `location`, the places whose goods are read.
    private var shown: [SQL] { self.field.isOfCosts ? [] : self.here }

    func ofLot(_ column: SQL) -> [SQL] {
        self.lot.map { ["\(fragment: column) = \($0)"] } ?? []
    }

    /// Conditions on `period`: one that was over and known to be closed.
    private var sealed: [SQL] {
        [
            self.goodsTime.asOf.map { "ends_at <= \($0.advanced(by: .microseconds(1)))" },
            self.goodsTime.knownAt.map { "updated_at <= \($0)" },
        ].compactMap(\.self)
    }
}
