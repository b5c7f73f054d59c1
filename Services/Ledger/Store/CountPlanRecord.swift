import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// A row of `count_plan`.
struct CountPlanRecord: Sendable {
    let id: ID<CountPlan>
    var name: String
    let warehouse: ID<Location>
    var location: ID<Location>
    var category: ID<Contracts.Category>?
    var variants: [ID<Variant>]?
    var days: CountDays
    var maximumLines: Int
    var policy: CountPolicy
    var status: ActiveStatus
    let generatedAt: Timestamp?
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp

    init(_ row: Row) throws {
        func number(_ column: String) throws -> Int {
            Int(try row.decode(column, as: Int32.self))
        }
        self.id = try row.decode("id")
        self.name = try row.decode("name")
        self.warehouse = try row.decode("warehouse")
        self.location = try row.decode("location")
        self.category = try row.decode("category")
        self.variants = try row.decode("variants", as: [ID<Variant>]?.self)
        self.days = CountDays(
            a: try number("days_a"),
            b: try number("days_b"),
            c: try number("days_c")
        )
        self.maximumLines = try number("maximum_lines")
        self.policy = try CountPolicy(row)
        self.status = try row.word("status")
        self.generatedAt = try row.decode("generated_at")
        self.version = try row.decode("version")
        self.createdAt = try row.decode("created_at")
        self.updatedAt = try row.decode("updated_at")
    }

    /// Makes a count of what is due; `nil` where nothing is.
    func generate(
        for actor: Actor,
        cause: MessageContext?,
        in transaction: borrowing Transaction
    ) throws -> (count: ID<Count>, lines: Int)? {
        transaction.planForValues()
        let rows = try transaction.execute(
            DueGoods(
                root: self.location,
                category: self.category,
                variants: self.variants,
                days: self.days,
                limit: self.maximumLines
            ).statement
        )
        guard !rows.isEmpty else { return nil }
        let count = NewCount(
            id: .make(),
            plan: self.id,
            warehouse: self.warehouse,
            policy: self.policy,
            targets: try rows.map { try DueGoods.target($0) }
        )
        return try count.make(for: actor, cause: cause, in: transaction).map { ($0, rows.count) }
    }
}
