import Contracts
import Kernel
import LedgerDomain

/// Goods that a customer brought back.
struct ReturnDraft: LocatedDraft {
    static let operation = "postReturn"
    static let kind = EntryKind.return

    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    let reference: Reference?
    let originalReference: Reference?
    let reason: ReturnReason?
    let note: String?
    let lines: [MovedLineDraft]

    var reasonWord: String? { self.reason?.rawValue }

    func posted(
        _ line: MovedLineDraft,
        at index: Int,
        _ rules: inout DraftRules
    ) -> Posting.Line {
        line.line(at: index, from: .virtual(.customer), to: self.place, &rules)
    }
}
