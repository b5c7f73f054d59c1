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

    func posted(_ rules: inout DraftRules) -> [Posting.Line] {
        let place = self.place
        return self.lines.enumerated().map { index, line in
            line.line(at: index, from: .virtual(.customer), to: place, &rules)
        }
    }
}
