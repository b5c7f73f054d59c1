import Contracts
import Kernel
import LedgerDomain

/// Goods to sell that are there; what a till has sold already comes through the broker instead.
struct SaleDraft: LocatedDraft {
    static let operation = "postSale"
    static let kind = EntryKind.sale

    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    /// Whether the goods may also be anywhere below the location.
    let anywhere: Bool?
    let reference: Reference?
    let note: String?
    let lines: [MovedLineDraft]

    func posted(_ rules: inout DraftRules) -> [Posting.Line] {
        let place = self.place
        return self.lines.enumerated().map { index, line in
            line.line(
                at: index,
                from: place,
                isAnywhere: self.anywhere ?? false,
                to: .virtual(.customer),
                &rules
            )
        }
    }
}
