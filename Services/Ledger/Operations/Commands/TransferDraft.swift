import Contracts
import Kernel
import LedgerDomain

/// Goods that move from one of our locations to another, in one step.
struct TransferDraft: PostingDraft {
    static let operation = "postTransfer"
    static let kind = EntryKind.transfer

    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let from: String
    /// Whether the goods may also be anywhere below `from`.
    let anywhere: Bool?
    let to: String
    let reference: Reference?
    let note: String?
    let lines: [MovedLineDraft]

    var locations: [LocationName: String] {
        Dictionary([(LocationName(self.from), "/from"), (LocationName(self.to), "/to")]) {
            first,
            _ in first
        }
    }

    func posted(_ rules: inout DraftRules) -> [Posting.Line] {
        let (from, to) = (LocationName(self.from), LocationName(self.to))
        return self.lines.enumerated().map { index, line in
            line.line(
                at: index,
                from: from,
                isAnywhere: self.anywhere ?? false,
                to: to,
                &rules
            )
        }
    }
}
