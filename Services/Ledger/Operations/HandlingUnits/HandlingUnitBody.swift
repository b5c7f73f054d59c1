import Contracts
import Kernel
import LedgerDomain
import Postgres

/// A handling unit as its own document.
struct HandlingUnitBody: Codable, Sendable {
    let id: ID<HandlingUnit>
    let code: String
    let type: HandlingUnitType
    let status: HandlingUnitStatus
    /// The place that it is itself.
    let location: LocationLabel
    let warehouse: LocationLabel
    /// What it stands in, or stood in last.
    let standsIn: LocationLabel
    let path: [LocationLabel]
    let note: String?
    /// What is on it and on the units that stand on it; only where one unit is read.
    var contents: [Content]?
    /// The units that stand on it, and on those; only where one unit is read.
    var units: [Nested]?
    /// Whether there is more of either than is told; only where one unit is read.
    var isCutOff: Bool?
    let actor: Actor
    let createdAt: Timestamp
    let updatedAt: Timestamp
    let version: Int64

    /// What one unit has of one variant and lot.
    struct Content: Codable, Sendable {
        /// The unit on which it lies.
        let location: LocationLabel
        let variantId: ID<Variant>
        let sku: String
        let lot: LotLabel?
        let onHand: Quantity
    }

    struct Nested: Codable, Sendable {
        let id: ID<HandlingUnit>
        let code: String
        let type: HandlingUnitType
        /// What it stands on.
        let standsIn: LocationLabel
    }

    /// - Parameter codes: Of every location on the path.
    init(_ record: HandlingUnitRecord, codes: [ID<Location>: String]) {
        func label(_ id: ID<Location>) -> LocationLabel {
            LocationLabel(id: id, code: codes[id] ?? id.description)
        }
        self.id = record.id
        self.code = record.code
        self.type = record.type
        self.status = record.status
        self.location = label(record.location)
        self.warehouse = label(record.warehouse)
        self.standsIn = label(record.path.dropLast().last ?? record.warehouse)
        self.path = record.path.map(label)
        self.note = record.note
        self.actor = record.actor
        self.createdAt = record.createdAt
        self.updatedAt = record.updatedAt
        self.version = record.version
    }

    /// A unit that was just changed.
    ///
    /// - Returns: `nil` where the state does not have its place.
    init?(_ unit: StockHandlingUnit, on state: LedgerState) {
        guard let place = state.location(.id(unit.place)), let warehouse = place.warehouse
        else { return nil }
        self.id = unit.id
        self.code = unit.code
        self.type = unit.type
        self.status = unit.status
        self.location = state.label(of: place.id)
        self.warehouse = state.label(of: warehouse)
        self.standsIn = state.label(of: place.path.dropLast().last ?? warehouse)
        self.path = place.path.map { state.label(of: $0) }
        self.note = unit.note
        self.actor = unit.actor
        self.createdAt = unit.createdAt
        self.updatedAt = state.now
        self.version = unit.version
    }

    /// Documents of units, in their order.
    static func bodies(
        of records: [HandlingUnitRecord],
        in transaction: borrowing Transaction
    ) throws -> [HandlingUnitBody] {
        let ids = Array(Set(records.flatMap(\.path)))
        let rows = try transaction.execute("SELECT id, code FROM location WHERE id = ANY (\(ids))")
        let codes: [ID<Location>: String] = try rows.reduce(into: [:]) { codes, row in
            codes[try row.decode("id")] = try row.decode("code", as: String.self)
        }
        return records.map { HandlingUnitBody($0, codes: codes) }
    }
}

/// What moving, unpacking, shipping or closing a unit answers.
struct HandlingStepBody: Codable, Sendable {
    let handlingUnit: HandlingUnitBody
    /// What was entered, where goods moved.
    let entry: EntryBody?
}
