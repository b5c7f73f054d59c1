import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// Says that the smell of a variant matters, and something that is measured where that is told.
    @discardableResult
    func inspect(
        _ sku: String,
        onReceipt: Bool = true,
        measuring others: String = ""
    ) async throws -> String {
        let plan = try await self.succeed(
            "createInspectionPlan",
            """
            {"sku":"\(sku)","onReceipt":\(onReceipt),"reason":"Food",
            "characteristics":[{"name":"Smell","kind":"attribute"}\(others)]}
            """
        )
        return try #require(plan["id"]?.text)
    }

    /// The body of an inspection by the smell.
    static func smelled(_ passed: Bool, _ lot: String, _ others: String = "") -> String {
        """
        {"lotId":"\(lot)","readings":[{"characteristic":"Smell","passed":\(passed)}]\(others)}
        """
    }

    /// Records an inspection by the smell; returns it.
    @discardableResult
    func smell(
        _ passed: Bool,
        _ lot: String,
        superseding former: String? = nil,
        as principal: Principal = LedgerBench.person("inspector")
    ) async throws -> JSONValue {
        let others = former.map { #","supersedes":"\#($0)""# } ?? ""
        return try Self.document(
            await self.ask(
                "recordInspection",
                Self.smelled(passed, lot, others),
                as: principal
            )
        )
    }

    /// The lot of that number of a variant.
    func find(_ code: String, of sku: String) async throws -> JSONValue {
        let lots = try await self.succeed("listLots", query: ["sku": sku, "code": code])
        return try #require(lots.items.first)
    }

    func status(_ lot: String) async throws -> String? {
        try await self.succeed("getLot", path: ["lotId": lot])["status"]?.text
    }

    /// Receives goods of a lot that is new and waits; returns it.
    func quarantined(_ code: String, of sku: String, _ quantity: Quantity) async throws -> String {
        try await self.receive(quantity, of: sku, lot: code)
        return try #require(try await self.find(code, of: sku)["id"]?.text)
    }

    /// What is left of a variant to promise.
    func available(_ sku: String) async throws -> String? {
        try await self.succeed("getStock", path: ["sku": sku])["available"]?.text
    }

    /// A lot that smells, and the inspection that says so.
    func rejectedLot() async throws -> (lot: String, inspection: String) {
        try await self.variant("FISH", tracking: .lot)
        try await self.inspect("FISH")
        let lot = try await self.quarantined("F1", of: "FISH", 3)
        let inspection = try await self.smell(false, lot)
        return (lot, try #require(inspection["id"]?.text))
    }
}

extension LedgerBench {
    /// Tells the ledger of a category, as the catalog would.
    func category(_ id: ID<Contracts.Category>, path: [ID<Contracts.Category>]) async throws {
        _ = try await self.rows(
            """
            INSERT INTO category (id, name, path, version) VALUES (\(id), 'Goods', \(path), 1)
            """
        )
    }
}
