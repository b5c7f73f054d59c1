import Contracts
import Kernel
import LedgerDomain
import Postgres

/// The stock of one variant by warehouses, in the order in which it is shown.
struct VariantStock: Sendable {
    let id: ID<Variant>
    let sku: String
    let name: String
    let unit: String
    var warehouses: [Warehouse] = []
    /// What is on its way, or was at the times that were asked for.
    var arrivals: [Arrival] = []

    /// What a warehouse has, or what is between warehouses.
    struct Warehouse: Sendable {
        let label: LocationLabel
        let isTransit: Bool
        var onHand: Quantity
        let reserved: Quantity
        let withheld: Quantity
        var places: [Place] = []
    }

    /// What is at one place and of one lot.
    struct Place: Sendable {
        let location: LocationLabel
        let lot: LotLabel?
        let onHand: Quantity
    }

    /// The columns that the statements have in common; their places are those of ``PresentStock``.
    enum Column {
        static let variant = 0
        static let sku = 1
        static let name = 2
        static let unit = 3
        /// Of the statement and not of the stock.
        static let recorded = 4
        static let warehouse = 5
        static let warehouseCode = 6
        static let isTransit = 7
        static let reserved = 8
        static let withheld = 9
        static let place = 10
        static let code = 11
        static let lot = 12
        static let lotCode = 13
        static let expiresOn = 14
        static let lotStatus = 15
        static let onHand = 16
        /// Of the warehouse; only where not all of its places are read.
        static let warehouseOnHand = 18
        /// What is on its way to warehouses, with the rows of transit.
        static let arrivals = 17
    }

    /// - Parameters:
    ///   - rows: At least one, those of one warehouse after the other; of variants that share the SKU
    ///     the first one counts.
    ///   - warehouses: The warehouses that are counted; `nil` for all.
    ///   - hasTotals: Whether the rows say what the warehouses have in all.
    init(
        _ rows: some RandomAccessCollection<Row>,
        in warehouses: Set<ID<Location>>?,
        hasTotals: Bool
    ) throws {
        let first = rows[rows.startIndex]
        self.id = try first.decode(Column.variant)
        self.sku = try first.decode(Column.sku)
        self.name = try first.decode(Column.name)
        self.unit = try first.decode(Column.unit)
        for row in rows {
            guard try row.decode(Column.variant) == self.id,
                let warehouse = try row.decode(Column.warehouse, as: ID<Location>?.self)
            else { continue }
            if let document = try row.decode(Column.arrivals, as: JSONB?.self) {
                self.arrivals = try Arrival.all(document)
                    .filter { warehouses?.contains($0.warehouse.id) ?? true }
            }
            guard warehouses?.contains(warehouse) ?? true else { continue }
            if self.warehouses.last?.label.id != warehouse {
                self.warehouses.append(try Warehouse(row, warehouse, hasTotals: hasTotals))
            }
            let place = try Place(row)
            let last = self.warehouses.endIndex - 1
            self.warehouses[last].places.append(place)
            guard !hasTotals else { continue }
            self.warehouses[last].onHand =
                self.warehouses[last].onHand.addingClamped(place.onHand)
        }
    }
}

extension VariantStock.Warehouse {
    fileprivate init(_ row: Row, _ id: ID<Location>, hasTotals: Bool) throws {
        typealias Column = VariantStock.Column
        self.label = LocationLabel(id: id, code: try row.decode(Column.warehouseCode))
        self.isTransit = try row.decode(Column.isTransit)
        self.onHand = hasTotals ? try row.decode(Column.warehouseOnHand) : .zero
        self.reserved = try row.decode(Column.reserved, as: Quantity?.self) ?? .zero
        self.withheld = try row.decode(Column.withheld, as: Quantity?.self) ?? .zero
    }
}

extension VariantStock.Place {
    fileprivate init(_ row: Row) throws {
        typealias Column = VariantStock.Column
        self.location = LocationLabel(
            id: try row.decode(Column.place),
            code: try row.decode(Column.code)
        )
        self.lot = try row.decode(Column.lot, as: ID<Lot>?.self).map { id in
            LotLabel(
                id: id,
                code: try row.decode(Column.lotCode),
                expiresOn: try row.decode(Column.expiresOn),
                status: try row.word(Column.lotStatus)
            )
        }
        self.onHand = try row.decode(Column.onHand)
    }
}
