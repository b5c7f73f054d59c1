import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Takes in what somebody saw of lines, and of goods that no line had asked for.
struct SubmitCount: Operation {
    static let id = "submitCount"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: CountSubmission = try request.document()
        try draft.check()
        var desk = try CountDesk(.stockCount, for: request, in: transaction)
        var targets = CountTargets()
        let lines = try self.lines(of: draft, on: &desk, &targets, in: transaction)
        let looks = try self.looks(draft, at: lines, by: desk.now, in: transaction)
        let counter = request.principal.id
        for (index, look) in looks.enumerated() {
            try desk.change { sheet throws(CountRefusal) in
                try sheet.record(
                    look.look,
                    of: look.line,
                    by: counter,
                    isAlone: draft.alone ?? false,
                    at: index
                )
            }
        }
        let actor = request.principal.actor
        let (isBlind, now) = (desk.record.policy.isBlind, desk.now)
        let memory = looks.map { look in
            CountStore.remember(
                look,
                isBlind: isBlind,
                isAlone: draft.alone ?? false,
                note: draft.note,
                by: actor,
                at: now
            )
        }
        try transaction.pipeline(
            [CountStore.addCounter(counter, to: looks.map(\.line))] + memory
        )
        try desk.save(.submit, lines: looks.count, note: draft.note, in: transaction)
        return try desk.answer(in: transaction)
    }

    /// The line of each look, made where the sheet has none for the goods.
    private func lines(
        of draft: CountSubmission,
        on desk: inout CountDesk,
        _ targets: inout CountTargets,
        in transaction: borrowing Transaction
    ) throws -> [(id: ID<CountLine>, target: CountTarget)] {
        let known = desk.lines
        try targets.load(draft.lines, in: transaction)
        var byTarget = Dictionary(known.map { ($0.target, $0.line.id) }) { first, _ in first }
        var added: [(id: ID<CountLine>, target: CountTarget)] = []
        var lines: [(id: ID<CountLine>, target: CountTarget)] = []
        for (index, look) in draft.lines.enumerated() {
            if let number = look.line {
                guard let line = known.first(where: { $0.number == number }) else {
                    throw Problem(CountRefusal.unknownLine(at: index))
                }
                lines.append((line.line.id, line.target))
                continue
            }
            let target = try targets.target(
                of: look,
                in: desk.record.warehouse,
                pointer: "/lines/\(index)"
            )
            if let line = byTarget[target] {
                lines.append((line, target))
                continue
            }
            let line = (id: ID<CountLine>.make(), target: target)
            try desk.change { sheet throws(CountRefusal) in
                try sheet.add(CountSheet.Line(id: line.id))
            }
            byTarget[target] = line.id
            added.append(line)
            lines.append(line)
        }
        let count = known.count + added.count
        guard count <= CountSubmission.maximumSheet else {
            throw Problem.validation(
                "/lines",
                rule: "maxItems",
                "A count has at most \(CountSubmission.maximumSheet) lines."
            )
        }
        if !added.isEmpty {
            let first = (known.last?.number ?? 0) + 1
            try transaction.execute(
                CountStore.add(added, from: first, isAdded: true, to: desk.record.id)
            )
        }
        return lines
    }

    /// What was seen, beside what should have been there then.
    private func looks(
        _ draft: CountSubmission,
        at lines: [(id: ID<CountLine>, target: CountTarget)],
        by now: Timestamp,
        in transaction: borrowing Transaction
    ) throws -> [CountStore.Look] {
        let times = try draft.times(at: now)
        let statements = zip(zip(draft.lines, lines), times).map { look, time in
            CountExpectation.statement(for: look.1.target, seen: look.0.serials ?? [], at: time)
        }
        let rows = try transaction.pipeline(statements)
        return try draft.lines.indices.map { index in
            let (look, target) = (draft.lines[index], lines[index].target)
            let expectation = try CountExpectation(
                rows[index],
                of: target,
                seen: look.serials ?? []
            )
            return CountStore.Look(
                line: lines[index].id,
                look: CountSheet.Look(
                    observedAt: times[index],
                    seen: try look.seen(of: target, pointer: "/lines/\(index)"),
                    expected: expectation.expected,
                    isMixedUp: expectation.isMixedUp
                ),
                serials: look.serials ?? []
            )
        }
    }
}
