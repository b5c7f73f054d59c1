import Contracts
import Kernel
import LedgerDomain
import Postgres

/// How often more would have been ordered if every variant had always had one reorder point, beside those
/// that they have.
struct ReorderTrial: Hashable, Sendable {
    /// By variant; one that has none is never low.
    typealias Points = [ID<Variant>: Quantity]

    let point: Quantity
    /// `nil` where nobody told them, because the catalog alone knows them.
    var inForce: Points?

    /// What it has come to.
    struct Result: Sendable {
        /// Everything that was recorded by then is in it.
        let horizon: Timestamp
        let point: Quantity
        /// Those that fell most often first; not all where there are many.
        let courses: [Course]
        /// How many others fell or were low.
        let others: Int
        /// `nil` where there is nothing to compare with.
        let difference: Difference?
    }

    /// A variant in a warehouse.
    struct Course: Hashable, Sendable {
        let sku: String
        let warehouse: String
        private(set) var course: ReorderCourse
        /// By the point in force; `nil` where there is none.
        private(set) var own: ReorderCourse?

        mutating func move(_ quantity: Quantity, at time: Timestamp) {
            self.course.move(quantity, at: time)
            self.own?.move(quantity, at: time)
        }

        mutating func pass(until time: Timestamp) {
            self.course.pass(until: time)
            self.own?.pass(until: time)
        }
    }

    /// Follows the movements of every variant by when they happened, as they are at one moment.
    func run(_ rebuild: Rebuild) async throws -> Result {
        let limits = rebuild.limits
        return try await PostgresSession.with(rebuild.owner) { session in
            // A snapshot that is taken later sees everything up to it.
            let horizon = try await session.withTransaction { transaction in
                try JournalHorizon(transaction.execute(JournalHorizon.statement)[0]).time
            }
            return try await session.withTransaction(.readOnly) { transaction in
                var courses: [Course] = []
                var last: ID<Variant>?
                repeat {
                    let variants: [ID<Variant>] = try transaction.execute(
                        VariantStore.next(after: last, limit: limits.followed)
                    ).map { try $0.decode("id") }
                    courses += try self.courses(of: variants, through: horizon, in: transaction)
                    last = variants.last
                } while last != nil
                courses.sort {
                    ($1.course.falls, $0.sku, $0.warehouse) < (
                        $0.course.falls, $1.sku, $1.warehouse
                    )
                }
                return Result(
                    horizon: horizon,
                    point: self.point,
                    courses: Array(courses.prefix(limits.trialled)),
                    others: max(0, courses.count - limits.trialled),
                    difference: self.inForce.map { _ in Difference(courses, named: limits.named) }
                )
            }
        }
    }

    private func courses(
        of variants: [ID<Variant>],
        through horizon: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> [Course] {
        var courses: [Course] = []
        for row in try transaction.execute(Self.steps(of: variants, through: horizon)) {
            let (sku, warehouse): (String, String) = try (row.decode("sku"), row.decode("code"))
            if courses.last.map({ ($0.sku, $0.warehouse) != (sku, warehouse) }) ?? true {
                courses.append(self.course(of: try row.decode("variant"), sku, warehouse))
            }
            courses[courses.endIndex - 1].move(
                try row.decode("quantity"),
                at: try row.decode("effective_at")
            )
        }
        return courses.compactMap { course in
            var course = course
            course.pass(until: horizon)
            return course.course.wasLow || course.own?.wasLow ?? false ? course : nil
        }
    }

    private func course(of variant: ID<Variant>, _ sku: String, _ warehouse: String) -> Course {
        Course(
            sku: sku,
            warehouse: warehouse,
            course: ReorderCourse(point: self.point),
            own: self.inForce?[variant].map { ReorderCourse(point: $0) }
        )
    }

    /// What came to warehouses and left them, by when it happened.
    private static func steps(of variants: [ID<Variant>], through horizon: Timestamp) -> SQL {
        """
        SELECT variant.id AS variant, variant.sku, warehouse.code, movement.effective_at,
            sum(ends.quantity)::bigint AS quantity
        FROM movement
        JOIN variant ON variant.id = movement.variant
        JOIN location AS origin ON origin.id = movement.from_location
        JOIN location AS target ON target.id = movement.to_location
        CROSS JOIN LATERAL (
            VALUES (target.warehouse, movement.quantity), (origin.warehouse, - movement.quantity)
        ) AS ends (warehouse, quantity)
        JOIN location AS warehouse ON warehouse.id = ends.warehouse
            AND warehouse.kind = 'warehouse'
        WHERE movement.variant = ANY (\(variants)) AND movement.recorded_at <= \(horizon)
            AND movement.effective_at <= \(horizon)
            AND origin.warehouse IS DISTINCT FROM target.warehouse
        GROUP BY variant.id, variant.sku, warehouse.code, movement.effective_at
        ORDER BY variant.sku, variant.id, warehouse.code, movement.effective_at
        """
    }
}
