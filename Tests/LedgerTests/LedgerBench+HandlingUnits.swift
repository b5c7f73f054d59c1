import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// Runs `body` with a second warehouse `LEEDS`, goods without lots and with, and a pallet `P1` in the
    /// bin with a carton `C1` on it.
    static func withPallet(
        _ body: (LedgerBench, _ pallet: [String: String], _ carton: [String: String]) async throws
            -> Void
    ) async throws {
        try await Self.with { ledger in
            _ = try await ledger.succeed(
                "createLocation",
                #"{"code":"LEEDS","name":"Leeds","kind":"warehouse"}"#
            )
            try await ledger.variant("MUG")
            try await ledger.lot("L1", of: "HAM", expires: "2099-01-01")
            let pallet = try await ledger.unit("P1", in: "LDN-1")
            let carton = try await ledger.unit("C1", in: "P1", type: "carton")
            try await body(ledger, pallet, carton)
        }
    }

    /// Makes a unit; returns its path.
    func unit(
        _ code: String,
        in location: String,
        type: String = "pallet"
    ) async throws -> [String: String] {
        let unit = try await self.succeed(
            "createHandlingUnit",
            #"{"code":"\#(code)","type":"\#(type)","location":"\#(location)"}"#
        )
        return ["handlingUnitId": try #require(unit["id"]?.text)]
    }

    /// What is on a unit and those that stand on it, in words.
    func contents(of unit: [String: String]) async throws -> [String] {
        let read = try await self.succeed("getHandlingUnit", path: unit)
        return (read["contents"]?.elements ?? []).map { content in
            let lot = content["lot"]?["code"]?.text.map { "/\($0)" } ?? ""
            return "\(content["onHand"]?.text ?? "") \(content["sku"]?.text ?? "")\(lot)"
                + " on \(content["location"]?["code"]?.text ?? "")"
        }
    }

    /// What stands in the book under places that no open unit is.
    func strayGoods() async throws -> Int {
        try await self.rows(
            """
            SELECT
            FROM balance
            JOIN location ON location.id = balance.location AND location.kind = 'unit'
            LEFT JOIN handling_unit AS unit
                ON unit.location = location.id AND unit.status = 'open'
            WHERE balance.on_hand <> 0 AND unit.id IS NULL
            """
        ).count
    }

    /// Places whose path is not that of their parent and themselves, or that are open without their unit.
    func misplacedUnits() async throws -> Int {
        try await self.rows(
            """
            SELECT
            FROM location AS place
            JOIN location AS parent ON parent.id = place.parent
            LEFT JOIN handling_unit AS unit ON unit.location = place.id
            WHERE place.kind = 'unit'
                AND (
                    place.path <> parent.path || place.id
                    OR place.warehouse <> parent.warehouse
                    OR (place.status = 'active') <> (coalesce(unit.status, 'closed') = 'open')
                    OR split_part(place.code, '@', 1) <> coalesce(unit.code, split_part(place.code, '@', 1))
                )
            """
        ).count
    }
}
