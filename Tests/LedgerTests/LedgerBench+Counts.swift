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
    var settler: CountSettler {
        CountSettler(committer: self.committer, database: self.database.pool)
    }

    var watcher: CountWatcher { CountWatcher(settler: self.settler) }

    /// Somebody with the rights of a role.
    static func person(_ name: String, _ role: Role = .inventoryManager) -> Principal {
        Principal(id: UUID(), kind: .user, name: name, permissions: role.permissions)
    }

    /// A time today, so many minutes after the same moment for all.
    static func minute(_ minute: Int64) -> Timestamp {
        Self.start.advanced(by: .seconds(60 * minute))
    }

    private static let start = Timestamp.now.advanced(by: .seconds(-7_200))

    /// Enters goods that moved at the warehouse, as a till does that was offline.
    func tell(
        _ kind: EntryKind,
        _ quantity: Quantity,
        of variant: ID<Variant>,
        at minute: Int64
    ) async throws {
        let place = LocationName.id(self.warehouse)
        let posting = Posting(
            id: .make(),
            kind: kind,
            about: Circumstances(effectiveAt: Self.minute(minute)),
            lines: [
                Posting.Line(
                    variant: .id(variant),
                    quantity: quantity,
                    from: kind == .receive ? .virtual(.supplier) : place,
                    to: kind == .receive ? place : .virtual(.customer)
                )
            ]
        )
        let outcome = await self.committer.submit(
            Submission(
                instruction: Instruction(
                    .post(posting),
                    by: Actor(kind: .source, name: "till"),
                    with: Authority(mayOversell: true, lateness: .fact)
                ),
                origin: .clock,
                cause: nil,
                patience: .now
            )
        )
        guard case .done = outcome else { throw Refused(text: "\(outcome)") }
    }

    /// A sheet of one line; everything is within its tolerance unless a tolerance is given.
    func sheet(
        of sku: String,
        at location: String = "LDN",
        tolerance: Quantity = 1_000_000,
        sole: Quantity = 1_000_000,
        isBlind: Bool = true
    ) async throws -> String {
        let count = try await self.succeed(
            "createCount",
            """
            {"lines":[{"sku":"\(sku)","location":"\(location)"}],"blind":\(isBlind),
            "tolerance":{"quantity":"\(tolerance)","percent":"0"},"soleApproval":"\(sole)"}
            """
        )
        return try #require(count["id"]?.text)
    }

    /// The body of a submission of the first line of a sheet.
    static func seen(_ quantity: Quantity, at minute: Int64? = nil, isAlone: Bool = false) -> String
    {
        let time = minute.map { #","observedAt":"\#(Self.minute($0))""# } ?? ""
        return #"{"alone":\#(isAlone),"lines":[{"line":1,"quantity":"\#(quantity)"\#(time)}]}"#
    }

    /// Counts goods of the warehouse, and approves.
    @discardableResult
    func count(_ seen: Quantity, of sku: String, at minute: Int64) async throws -> JSONValue {
        let path = ["countId": try await self.sheet(of: sku)]
        _ = try await self.succeed("submitCount", Self.seen(seen, at: minute), path: path)
        return try await self.succeed("approveCount", "{}", path: path)
    }

    /// Compares everything that was recorded with what was counted.
    func watch() async throws {
        try await self.horizonPassed()
        try await self.watcher.catchUp()
    }

    /// What nothing explains of the counts of a variant, in the order of their times.
    func residuals(_ variant: ID<Variant>) async throws -> [Quantity?] {
        try await self.rows(
            """
            SELECT residual
            FROM count_result
            WHERE variant = \(variant)
            ORDER BY observed_at, number
            """
        ).map { try $0.decode("residual") }
    }

    /// How many entries of counts a variant has.
    func corrections(_ variant: ID<Variant>) async throws -> Int {
        try await self.rows(
            """
            SELECT
            FROM movement
            JOIN entry ON entry.id = movement.entry
            WHERE movement.variant = \(variant) AND entry.kind = 'count'
            """
        ).count
    }
}
