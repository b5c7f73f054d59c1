import Contracts
import Kernel
import LedgerDomain

/// Goods that came in from a supplier.
struct ReceiptDraft: LocatedDraft {
    static let operation = "postReceipt"
    static let kind = EntryKind.receive

    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    let reference: Reference?
    let note: String?
    let lines: [ReceivedLineDraft]

    func posted(_ rules: inout DraftRules) -> [Posting.Line] {
        let place = self.place
        return self.lines.enumerated().map { index, line in
            line.line(at: index, to: place, &rules)
        }
    }
}
