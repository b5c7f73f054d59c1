import Contracts
import Kernel
import LedgerDomain
import Postgres

extension CostPool.Key {
    init(_ row: Row) throws {
        self.init(variant: try row.decode("variant"), warehouse: try row.decode("warehouse"))
    }
}

extension CostSlice {
    init(_ row: Row) throws {
        self.init(
            origin: try row.decode("origin"),
            acquiredAt: try row.decode("acquired_at"),
            quantity: try row.decode("quantity"),
            value: CostValue(millionths: try row.decode("value")),
            isPriced: try row.decode("is_priced")
        )
    }
}

extension CostDebt {
    init(_ row: Row) throws {
        self.init(
            line: try row.decode("line"),
            movement: try row.decode("movement"),
            account: try row.word("account"),
            quantity: try row.decode("quantity"),
            value: CostValue(millionths: try row.decode("value"))
        )
    }
}

extension UnseenLayers {
    /// What a pool has beyond the layers that were read; `nil` for nothing.
    init?(
        of row: Row,
        beside read: [CostSlice],
        after end: CostSlice.Key?,
        known: Set<CostSlice.Key>
    ) throws {
        guard
            let (quantity, value) = try row.rest(
                of: ("quantity", "layer_value"),
                beside: (read.exactQuantity, read.exactValue)
            )
        else { return nil }
        self.init(quantity: quantity, value: value, after: end, known: known)
    }
}

extension UnseenDebts {
    /// What a pool owes beyond the debts that were read; `nil` for nothing.
    init?(
        of row: Row,
        beside read: [CostDebt],
        after end: Int64?
    ) throws {
        guard
            let (quantity, value) = try row.rest(
                of: ("owed_quantity", "owed_value"),
                beside: (read.exactQuantity, read.exactValue)
            )
        else { return nil }
        self.init(quantity: quantity, value: value, after: end)
    }
}

extension Row {
    /// How much more a pool says of a quantity and a value than was read; `nil` for no more.
    fileprivate func rest(
        of columns: (String, String),
        beside read: (Int128, Int128)
    ) throws -> (Quantity, CostValue)? {
        let quantity = try Int128(self.decode(columns.0, as: Int64.self)) - read.0
        let value = try Int128(self.decode(columns.1, as: Int64.self)) - read.1
        guard quantity != 0 || value != 0 else { return nil }
        guard let units = Int64(exactly: quantity), let millionths = Int64(exactly: value) else {
            throw ImpossibleCosts(pool: try CostPool.Key(self))
        }
        return (Quantity(tenThousandths: units), CostValue(millionths: millionths))
    }
}
