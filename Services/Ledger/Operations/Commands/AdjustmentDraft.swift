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
    func posted(
        _ line: MovedLineDraft,
        at index: Int,
        _ rules: inout DraftRules
    ) -> Posting.Line {
        line.line(
            at: index,
            from: .virtual(self.reason.counterpart),
            to: self.place,
            isSigned: true,
            &rules
        )
    }
}
