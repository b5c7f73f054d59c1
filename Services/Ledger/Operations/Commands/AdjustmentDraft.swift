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
    let lines: [AdjustedLineDraft]

    var reasonWord: String? { self.reason.rawValue }

    func posted(_ rules: inout DraftRules) -> [Posting.Line] {
        let (outside, place) = (LocationName.virtual(self.reason.counterpart), self.place)
        if self.effectiveAt != nil, self.lines.contains(where: { $0.setTo != nil }) {
            rules.add(.levelOfThePast)
        }
        return self.lines.enumerated().map { index, line in
            line.line(at: index, in: place, against: outside, &rules)
        }
    }
}
