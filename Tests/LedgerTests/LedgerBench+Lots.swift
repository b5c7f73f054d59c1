import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import Testing

@testable import Ledger

extension LedgerBench {
    /// Registers a lot of a variant, which is made where it is new.
    @discardableResult
    func lot(_ code: String, of sku: String, expires day: String) async throws -> ID<Lot> {
        if try await self.rows("SELECT FROM variant WHERE sku = \(sku)").isEmpty {
            try await self.variant(sku, tracking: .lot)
        }
        let lot = try await self.succeed(
            "createLot",
            #"{"sku":"\#(sku)","code":"\#(code)","expiresOn":"\#(day)"}"#
        )
        return try #require(lot["id"]?.text.flatMap { ID<Lot>($0) })
    }

    /// Receives goods of a lot.
    func receive(
        _ quantity: Quantity,
        of sku: String,
        lot: String,
        at location: String = "LDN",
        effectiveAt: Timestamp? = nil
    ) async throws {
        let time = effectiveAt.map { #","effectiveAt":"\#($0)""# } ?? ""
        _ = try await self.succeed(
            "postReceipt",
            """
            {"location":"\(location)"\(time),
            "lines":[{"sku":"\(sku)","quantity":"\(quantity)","lot":"\(lot)"}]}
            """
        )
    }

    func changeLot(
        _ lot: ID<Lot>,
        _ status: String,
        reason: String = "other"
    ) async throws -> JSONValue {
        try await self.succeed(
            "changeLotStatus",
            #"{"status":"\#(status)","reason":"\#(reason)"}"#,
            path: ["lotId": lot.description]
        )
    }

    /// Warehouses whose figure of what is withheld is not that of its lots.
    func warehousesInDoubt() async throws -> Int {
        try await self.rows(
            """
            SELECT availability.variant
            FROM availability
            LEFT JOIN LATERAL (
                SELECT sum(balance.on_hand) AS on_hand
                FROM balance
                JOIN location ON location.id = balance.location
                JOIN lot ON lot.id = balance.lot
                WHERE balance.variant = availability.variant
                    AND location.warehouse = availability.warehouse
                    AND lot.status <> 'released'
            ) AS held ON true
            WHERE availability.withheld <> coalesce(held.on_hand, 0)
            """
        ).count
    }

    /// Receives two lots of milk, of which one is held.
    func keepMilk() async throws {
        try await self.lot("L1", of: "MILK", expires: "2031-01-01")
        let other = try await self.lot("L2", of: "MILK", expires: "2031-02-01")
        try await self.receive(8, of: "MILK", lot: "L1", at: "LDN-1")
        try await self.receive(5, of: "MILK", lot: "L2", at: "LDN-1")
        _ = try await self.changeLot(other, "held")
    }
}
