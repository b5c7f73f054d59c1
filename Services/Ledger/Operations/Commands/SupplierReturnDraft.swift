import Contracts
import Kernel
import LedgerDomain

/// Goods that go back to whoever sold them to us, those of held, recalled and expired lots among them.
struct SupplierReturnDraft: LocatedDraft {
    static let operation = "postSupplierReturn"
    static let kind = EntryKind.return

    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    let reference: Reference?
    let originalReference: Reference?
    let reason: SupplierReturnReason?
    let note: String?
    let lines: [MovedLineDraft]

    var reasonWord: String? { self.reason?.rawValue }

    func posted(_ rules: inout DraftRules) -> [Posting.Line] {
        let place = self.place
        return self.lines.enumerated().map { index, line in
            line.line(at: index, from: place, to: .virtual(.supplier), &rules)
        }
    }
}
