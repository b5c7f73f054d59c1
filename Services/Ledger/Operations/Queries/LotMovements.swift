import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// The movements between us and those outside, of goods and all that they are linked to.
struct LotMovements {
    /// Which of them.
    enum Side {
        /// From suppliers and back, of the goods and what they were made of.
        case origins
        /// To customers and back, of the goods and what was made of them.
        case recipients

        fileprivate var direction: LotTrace.Direction {
            switch self {
            case .origins: .backward
            case .recipients: .forward
            }
        }

        fileprivate var outside: LocationKind {
            switch self {
            case .origins: .supplier
            case .recipients: .customer
            }
        }
    }

    /// Rows of `movement` of those goods, whoever moved them.
    private let goods: SQL
    private let conditions: [SQL]
    private let horizon: Timestamp

    /// - Parameter horizon: What was recorded by then is among them.
    init(
        _ side: Side,
        of item: LotTrace.Item,
        until horizon: Timestamp,
        in transaction: borrowing Transaction
    ) throws {
        let links = try transaction.execute(LotTrace.items(side.direction, from: item))
            .map { try LotTrace.Link($0) }
        self.goods = LotTrace.movements(of: links)
        self.horizon = horizon
        self.conditions = [
            "outside.kind = \(side.outside.rawValue)",
            "outside.id IN (movement.from_location, movement.to_location)",
            "movement.recorded_at <= \(horizon)",
        ]
    }

    /// Answers a request for a list of them, the latest recorded first.
    func page(
        of request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let limit = try request.query.limit()
        let position = try JournalPosition(request)
        let rows = try self.latest(limit + 1, after: position, in: transaction)
        let bodies = try MovementRecordBody.bodies(of: Array(rows.prefix(limit)), in: transaction)
        let end = self.horizon.advanced(by: .microseconds(1))
        return try .json(JournalPage(bodies, of: rows, before: end, for: request))
    }

    /// Rows of `movement`, the latest recorded first.
    func latest(
        _ limit: Int,
        after position: JournalPosition? = nil,
        in transaction: borrowing Transaction
    ) throws -> Rows {
        var conditions = self.conditions
        if let position {
            conditions.append(
                "(movement.recorded_at, movement.id) < (\(position.recordedAt), \(position.id))"
            )
        }
        return try transaction.execute(
            """
            SELECT movement.*
            FROM (\(fragment: self.goods)) AS movement CROSS JOIN location AS outside
            WHERE \(fragment: .all(conditions))
            ORDER BY movement.recorded_at DESC, movement.id DESC
            LIMIT \(limit)
            """
        )
    }

    /// All of them in numbers.
    func summary(in transaction: borrowing Transaction) throws -> Summary {
        let row = try transaction.execute(
            """
            SELECT count(*) AS count,
                min(movement.effective_at) FILTER (WHERE movement.to_location = outside.id) AS first,
                max(movement.effective_at) FILTER (WHERE movement.to_location = outside.id) AS last
            FROM (\(fragment: self.goods)) AS movement CROSS JOIN location AS outside
            WHERE \(fragment: .all(self.conditions))
            """
        )[0]
        return Summary(
            count: try row.decode("count"),
            firstLeftAt: try row.decode("first"),
            lastLeftAt: try row.decode("last")
        )
    }

    struct Summary {
        let count: Int64
        /// When the first of the goods left us for that side; `nil` where none did.
        let firstLeftAt: Timestamp?
        let lastLeftAt: Timestamp?
    }
}
