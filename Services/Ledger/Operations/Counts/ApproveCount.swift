import Contracts
import Kernel
import LedgerDomain
import Logging
import Messaging
import Postgres

/// Takes what was seen for what was there, once everybody has approved who has to.
struct ApproveCount: Operation {
    static let id = "approveCount"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft = try CountStepDraft.read(request)
        var desk = try CountDesk(.countApprove, for: request, in: transaction)
        if let row = try transaction.execute(ApprovalRuleStore.latest).first {
            try desk.require(try ApprovalRule(row))
        }
        let approver = request.principal.id
        try desk.change { sheet throws(CountRefusal) in try sheet.approve(by: approver) }
        if desk.sheet.state == .approved { try self.accept(desk, in: transaction) }
        try desk.save(.approve, lines: desk.lines.count, note: draft.note, in: transaction)
        return try desk.answer(in: transaction)
    }

    /// Notes down what was seen of each key; what the book makes of it is told from there.
    private func accept(_ desk: CountDesk, in transaction: borrowing Transaction) throws {
        let rows = try transaction.execute(CountStore.lastSerials(of: desk.record.id))
        let numbers: [ID<CountLine>: [String]] = try rows.reduce(into: [:]) { numbers, row in
            numbers[try row.decode("line")] = try row.decode("serials", as: [String].self)
        }
        var sightings: [(line: ID<CountLine>, record: CountResultStore.Record)] = []
        for line in desk.lines {
            guard let look = line.line.last else { continue }
            let seen = try self.seen(
                line.target,
                look,
                numbers[line.line.id] ?? [],
                in: transaction
            )
            sightings += seen.map { key, quantity in
                let record = CountResultStore.Record(
                    id: .make(),
                    key: key,
                    isTracked: line.target.isTracked,
                    observedAt: look.observedAt,
                    seen: quantity,
                    marks: 1
                )
                return (line.line.id, record)
            }
        }
        try transaction.execute(CountResultStore.add(sightings))
    }

    private func seen(
        _ target: CountTarget,
        _ look: CountSheet.Look,
        _ numbers: [String],
        in transaction: borrowing Transaction
    ) throws -> [(key: CountedKey, seen: Quantity)] {
        guard target.isTracked else {
            let key = CountedKey(
                variant: target.variant,
                location: target.location,
                lot: target.lot
            )
            return [(key, look.seen)]
        }
        let rows = try transaction.pipeline([
            CountExpectation.statement(for: target, seen: numbers, at: look.observedAt),
            """
            SELECT number, lot
            FROM serial
            WHERE variant = \(target.variant) AND number = ANY (\(numbers)) AND lot IS NOT NULL
            """,
        ])
        let book = try CountExpectation(rows[0], of: target, seen: numbers).units
        let lots: [String: ID<Lot>] = try rows[1].reduce(into: [:]) { lots, row in
            lots[try row.decode("number")] = try row.decode("lot", as: ID<Lot>.self)
        }
        return CountedUnits(
            numbers,
            of: target.variant,
            at: target.location,
            book: book
        ).sightings(lots: lots)
    }
}

/// Approves a count, and has the book follow before it answers.
///
/// Should that fail, or this process end, the count is approved all the same, and the watcher of counts
/// does the rest.
struct ApproveAndSettle: OperationHandler {
    private let settler: CountSettler
    private let operations: TransactionalOperations

    init(settler: CountSettler) {
        self.settler = settler
        self.operations = TransactionalOperations([ApproveCount()], database: settler.database)
    }

    func respond(to request: OperationRequest) async -> OperationResponse {
        let response = await self.operations.respond(to: request)
        guard response.status == 200, let id = ID<Count>(request.path["countId"] ?? "") else {
            return response
        }
        do {
            guard try !request.isDryRun else { return response }
            try await self.settler.settle(id)
            let body = try await self.settler.database.withTransaction(.readOnly) { transaction in
                try CountBody.load(id, in: transaction)
            }
            return try body?.response() ?? response
        } catch {
            Logger.current.warning(
                "The book follows a count later",
                metadata: ["count": "\(id)", "error": "\(error)"]
            )
            return response
        }
    }
}
