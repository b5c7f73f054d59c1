import Contracts
import Foundation
import Kernel
import TestSupport
import Testing

@testable import Operator

/// A shop whose tills sell while a warehouse does its chores.
struct BusyShop: Sendable {
    private static let skus = 40
    private static let documents = 59
    private static let seed: UInt64 = 20_101_201
    private static let victims: [ServiceName] = [.ledger, .catalog, .gateway]

    let system: System
    let code: String
    let goods: [Chore.Goods]
    let day: ShopDay

    /// Before the first sale.
    private var openingTime: Timestamp {
        self.day.documents[0].occurredAt.advanced(by: .seconds(-60))
    }

    /// What must be in the shop without the chores.
    var onHand: [String: Quantity] {
        Dictionary(
            uniqueKeysWithValues: self.day.onHand.map { sku, quantity in
                let opening = OpeningStock.quantity(of: sku) - ShopDay.opening
                return (sku, quantity + Quantity(integerLiteral: Int64(opening)))
            }
        )
    }

    /// Makes a shop with its opening stock; one SKU in four has lots.
    static func open(in system: System) async throws -> BusyShop {
        let code = "BUSY-\(Unique.word().uppercased())"
        _ = try await Warehouse(api: system.operatorAPI).provide(code, name: "A busy shop")
        let goods = (0..<Self.skus).map { number in
            Chore.Goods(sku: "\(code)-\(number)", isLotted: number % 4 == 0)
        }
        let day = ShopDay(skus: goods.map(\.sku), documents: Self.documents, seed: Self.seed)
        let shop = BusyShop(system: system, code: code, goods: goods, day: day)
        try await ChoreSupply(api: system.operatorAPI, console: .silent).provide(goods)
        let opening = OpeningEntries(
            api: system.operatorAPI,
            location: code,
            effectiveAt: shop.openingTime,
            console: .silent
        )
        let lotted = Set(goods.filter(\.isLotted).map(\.sku))
        #expect(try await opening.provide(goods.map(\.sku), lotted: lotted) == Self.skus)
        return shop
    }

    func chores(seed: UInt64) async throws -> Chores {
        let run = UUID().uuidString.lowercased()
        return try await Chores.prepare(
            ChorePlan(goods: self.goods, seed: seed, run: run),
            run: run,
            in: ChorePlaces(shop: self.code),
            openingTime: self.openingTime,
            api: self.system.operatorAPI,
            console: .silent
        )
    }

    /// Does the chores while a till sells, services are killed, and something else happens.
    func work(
        _ chores: Chores,
        beside other: @Sendable () async throws -> Void
    ) async throws -> ChoreBook {
        try await self.system.withTill(at: self.code) { till in
            async let book = chores.perform(over: .seconds(10))
            async let killed: Void = self.killServices()
            try await other()
            try await self.sell(by: till)
            try await killed
            return try await book
        }
    }

    /// Receives one piece at a price that no chore pays.
    func receive(_ sku: String, at place: String) async throws {
        let line: JSONValue = [
            "sku": .string(sku), "quantity": "1",
            "unitCost": ["amount": "9.99", "currency": .string(ChoreMoney.foreign)],
        ]
        try await self.system.operatorAPI.post(
            ["v1", "receipts"],
            key: Unique.word(),
            ["location": .string(place), "lines": [line]] as JSONValue
        )
    }

    private func killServices() async throws {
        for victim in Self.victims {
            let ended = try await self.system.kill(victim)
            try await self.system.untilReplaced(ended, victim)
        }
    }

    /// Publishes the day in disorder, and waits until all of it is booked.
    private func sell(by till: Till) async throws {
        let turns = Shuffle(
            documents: self.day.documents.count,
            copies: CopyRange(1...3),
            seed: Self.seed
        )
        .turns
        let publisher = SalesPublisher(source: till.name, rate: 20, console: .silent)
        _ = try await publisher.publish(turns, of: self.day.documents, over: till.connection)
        let registry = SourceRegistry(api: self.system.operatorAPI)
        let wait = StatementWait(
            registry: registry,
            source: try await registry.require(till.name),
            console: .silent
        )
        let counts = try await wait.untilSteady(received: turns.count).messages
        #expect(counts.applied == self.day.documents.count)
    }
}
