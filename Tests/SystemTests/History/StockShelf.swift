import Contracts
import Foundation
import Kernel
import Synchronization
import TestSupport

/// One variant and all that was asked about it, as ``StockClient`` recorded it.
///
/// A shelf is checked by itself: no operation of it has to do with another variant.
final class StockShelf: Sendable {
    /// What `GET /v1/stock/{sku}` said was on hand, and up to when.
    struct Reading: Sendable {
        let onHand: [Int]
        let knownAt: Timestamp
        let askedAt: Timestamp
    }

    private struct Record {
        var operations: [HistoricOperation<StockModel>] = []
        var readings: [Reading] = []
        var promises: [String] = []
    }

    let sku: String
    /// The codes of the warehouses, by their numbers.
    let warehouses: [String]
    private let record = Mutex(Record())

    init(sku: String, warehouses: [String]) {
        self.sku = sku
        self.warehouses = warehouses
    }

    var operations: [HistoricOperation<StockModel>] { self.record.withLock(\.operations) }
    var readings: [Reading] { self.record.withLock(\.readings) }

    func append(_ operation: HistoricOperation<StockModel>) {
        self.record.withLock { $0.operations.append(operation) }
    }

    func append(_ reading: Reading) {
        self.record.withLock { $0.readings.append(reading) }
    }

    /// Makes up an identifier for a reservation that is going to be asked for.
    ///
    /// - Returns: Its number in the history.
    func promise() -> Int {
        self.record.withLock { record in
            record.promises.append(UUID().uuidString.lowercased())
            return record.promises.count - 1
        }
    }

    /// One of the last few reservations that anybody has asked for; `nil` where there is none.
    func recentPromise(using generator: inout SeededGenerator) -> Int? {
        let count = self.record.withLock { $0.promises.count }
        guard count > 0 else { return nil }
        return Int.random(in: max(0, count - Self.recent)..<count, using: &generator)
    }

    /// So few that clients often want the same.
    private static let recent = 12

    /// The request as the contract has it.
    func call(for request: StockModel.Request) throws -> Call {
        switch request {
        case .move(let move, let warehouse, let change):
            var draft: [String: JSONValue] = [
                "location": .string(self.warehouses[warehouse]),
                "lines": self.lines(move == .adjust ? change : abs(change)),
            ]
            if move == .adjust { draft["reason"] = "data-correction" }
            return try Call(move.operation, json: .object(draft))
        case .reserve(let promise, let warehouse, let quantity):
            return try Call(
                "createReservation",
                json: [
                    "id": .string(self.identifier(of: promise)),
                    "warehouse": .string(self.warehouses[warehouse]),
                    "lines": self.lines(quantity),
                ]
            )
        case .consume(let promise): return try self.call("consumeReservation", on: promise)
        case .release(let promise): return try self.call("releaseReservation", on: promise)
        case .count, .countPromised: return try Call("getStock", ["sku": self.sku])
        }
    }

    private func call(_ operation: String, on promise: Int) throws -> Call {
        try Call(operation, ["reservationId": self.identifier(of: promise)], json: .object([:]))
    }

    private func identifier(of promise: Int) -> String {
        self.record.withLock { $0.promises[promise] }
    }

    private func lines(_ quantity: Int) -> JSONValue {
        [["sku": .string(self.sku), "quantity": .string(String(quantity))]]
    }
}

extension StockModel.Move {
    fileprivate var operation: String {
        switch self {
        case .receive: "postReceipt"
        case .adjust: "postAdjustment"
        case .sell: "postSale"
        }
    }
}
