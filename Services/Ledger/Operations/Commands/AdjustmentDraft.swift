import Contracts
import Kernel
import LedgerDomain

/// What the book lacks, or has too much of, compared with what is there.
struct AdjustmentDraft: LocatedDraft {
    static let operation = "postAdjustment"
    static let kind = EntryKind.adjust

    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    let reference: Reference?
    let reason: AdjustmentReason
    let note: String?
    let lines: [MovedLineDraft]

    var reasonWord: String? { self.reason.rawValue }

    /// Found goods come from the other side, missing ones go there.
    func posted(_ rules: inout DraftRules) -> [Posting.Line] {
        let (outside, place) = (LocationName.virtual(self.reason.counterpart), self.place)
        return self.lines.enumerated().map { index, line in
            line.line(at: index, from: outside, to: place, isSigned: true, &rules)
        }
    }
}
