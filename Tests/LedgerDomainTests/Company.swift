import Contracts
import Kernel
import LedgerDomain

/// A small company to decide in: two warehouses, three variants, and what every ledger has.
struct Company {
    var state = LedgerState(now: Company.now)
    var generator: SeededGenerator

    static let now = Timestamp(microseconds: 1_790_000_000_000_000)
    static let clerk = Actor(kind: .user, name: "clerk")
    static let plain = StockVariant(id: ID(head: 1, tail: 1), sku: "PLAIN")
    static let lotted = StockVariant(
        id: ID(head: 1, tail: 2),
        sku: "LOTTED",
        tracking: TrackingPolicy(mode: .lot, hasExpiry: true)
    )
    static let serial = StockVariant(
        id: ID(head: 1, tail: 3),
        sku: "SERIAL",
        tracking: TrackingPolicy(mode: .serial, hasExpiry: false)
    )
    static let north = Company.warehouse(1, "NORTH")
    private static let binID = ID<Location>(head: 2, tail: 2)
    static let bin = StockLocation(
        id: Company.binID,
        code: "NORTH-1",
        kind: .bin,
        warehouse: Company.north.id,
        path: [Company.north.id, Company.binID],
        distance: 5
    )
    static let south = Company.warehouse(3, "SOUTH")
    static let virtual = LocationKind.virtual.enumerated().map { index, kind in
        let id = ID<Location>(head: 3, tail: UInt64(index))
        return StockLocation(
            id: id,
            code: kind.rawValue,
            kind: kind,
            warehouse: kind == .transit ? id : nil
        )
    }

    init(seed: UInt64 = 1) {
        self.generator = SeededGenerator(seed: seed)
        for variant in [Company.plain, Company.lotted, Company.serial] {
            self.state.insert(variant)
        }
        for location in [Company.north, Company.bin, Company.south] + Company.virtual {
            self.state.insert(location)
        }
    }

    private static func warehouse(_ number: UInt64, _ code: String) -> StockLocation {
        let id = ID<Location>(head: 2, tail: number)
        return StockLocation(id: id, code: code, kind: .warehouse, warehouse: id)
    }

    /// Decides and, when accepted, applies.
    @discardableResult
    mutating func perform(
        _ command: LedgerCommand,
        warehouses: Set<ID<Location>>? = nil,
        mayOversell: Bool = false
    ) throws(LedgerRefusal) -> Decision {
        let instruction = Instruction(
            command,
            by: Company.clerk,
            with: Authority(warehouses: warehouses, mayOversell: mayOversell)
        )
        return try self.perform(instruction)
    }

    @discardableResult
    mutating func perform(_ instruction: Instruction) throws(LedgerRefusal) -> Decision {
        let decision = try self.state.decide(instruction, using: &self.generator)
        self.state.apply(decision)
        return decision
    }

    func onHand(
        _ variant: StockVariant,
        at location: StockLocation,
        lot: ID<Lot>? = nil
    ) -> Quantity {
        self.state.balance(
            Balance.Key(variant: variant.id, location: location.id, lot: lot)
        ).onHand
    }

    func availability(_ variant: StockVariant, in warehouse: StockLocation) -> Availability {
        self.state.availability(
            Availability.Key(variant: variant.id, warehouse: warehouse.id)
        )
    }
}
