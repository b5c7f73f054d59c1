import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A version of a plan as its own document.
struct InspectionPlanBody: Codable, Sendable {
    let id: ID<InspectionPlan>
    let variantId: ID<Variant>?
    let sku: String?
    let categoryId: ID<Contracts.Category>?
    let version: Int64
    let onReceipt: Bool
    let isWithdrawn: Bool
    let characteristics: [InspectionCharacteristic]
    let reason: String
    let actor: Actor
    let recordedAt: Timestamp

    init(_ row: Row) throws {
        self.id = try row.decode("id")
        self.variantId = try row.decode("variant")
        self.sku = try row.decode("sku")
        self.categoryId = try row.decode("category")
        self.version = try row.decode("version")
        self.onReceipt = try row.decode("on_receipt")
        self.isWithdrawn = try row.decode("is_withdrawn")
        self.characteristics = try row.decode("characteristics", as: JSONB.self).decode()
        self.reason = try row.decode("reason")
        self.actor = try Actor(row)
        self.recordedAt = try row.decode("recorded_at")
    }

    /// - Parameter plans: A name for what is read of: the table, or some of its rows.
    static func statement(from plans: SQL = "inspection_plan", where condition: SQL) -> SQL {
        """
        SELECT plan.*, variant.sku
        FROM \(fragment: plans) AS plan
        LEFT JOIN variant ON variant.id = plan.variant
        WHERE \(fragment: condition)
        """
    }

    /// What the house is told of it.
    var fact: InspectionPlanChanged {
        InspectionPlanChanged(
            inspectionPlanId: self.id,
            variantId: self.variantId,
            sku: self.sku,
            categoryId: self.categoryId,
            onReceipt: self.onReceipt,
            isWithdrawn: self.isWithdrawn,
            characteristics: self.characteristics,
            reason: self.reason,
            actor: self.actor,
            recordedAt: self.recordedAt,
            version: self.version
        )
    }
}
