import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// What is said of a step that takes no more than a word.
struct CountStepDraft: Codable, Sendable {
    let note: String?

    static func read(_ request: OperationRequest) throws -> CountStepDraft {
        let draft: CountStepDraft = try request.document()
        var rules = DraftRules()
        rules.note(draft.note)
        try rules.finish()
        return draft
    }
}

/// Asks for another look at lines, by somebody else.
struct RecountCount: Operation {
    static let id = "recountCount"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: RecountDraft = try request.document()
        var rules = DraftRules()
        rules.note(draft.note)
        rules.lines(draft.lines.count)
        try rules.finish()
        var desk = try CountDesk(.countApprove, for: request, in: transaction)
        var chosen: Set<ID<CountLine>> = []
        for (index, number) in draft.lines.enumerated() {
            guard let line = desk.lines.first(where: { $0.number == number }) else {
                throw Problem(CountRefusal.unknownLine(at: index))
            }
            chosen.insert(line.line.id)
        }
        try desk.change { sheet throws(CountRefusal) in try sheet.recount(chosen) }
        try desk.save(.recount, lines: chosen.count, note: draft.note, in: transaction)
        return try desk.answer(in: transaction)
    }
}

struct RecountDraft: Codable, Sendable {
    /// The numbers of lines.
    let lines: [Int]
    let note: String?
}

/// Gives a count up.
struct CancelCount: Operation {
    static let id = "cancelCount"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft = try CountStepDraft.read(request)
        var desk = try CountDesk(.countApprove, for: request, in: transaction)
        try desk.change { sheet throws(CountRefusal) in try sheet.cancel() }
        try desk.save(.cancel, lines: desk.lines.count, note: draft.note, in: transaction)
        return try desk.answer(in: transaction)
    }
}
