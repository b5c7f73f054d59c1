import Contracts
import Kernel
import LedgerDomain

/// Goods that are given back.
struct ReturnDraft<Way: ReturnWay>: LocatedDraft {
    static var operation: String { Way.operation }
    static var kind: EntryKind { .return }

    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String
    let reference: Reference?
    let originalReference: Reference?
    let reason: Way.Reason?
    let note: String?
    let lines: [MovedLineDraft]

    var reasonWord: String? { self.reason?.rawValue }

    func posted(_ rules: inout DraftRules) -> [Posting.Line] {
        let (from, to) = Way.ends(at: self.place)
        return self.lines.enumerated().map { index, line in
            line.line(at: index, from: from, to: to, &rules)
        }
    }
}
