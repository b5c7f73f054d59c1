import Contracts
import Kernel
import LedgerDomain

/// The body of a request to let goods of a transfer order leave, arrive or be lost.
protocol StepDraft: Codable, Sendable {
    var id: ID<Entry>? { get }
    var effectiveAt: Timestamp? { get }
    /// Where the goods leave or arrive, if not where the order says.
    var location: String? { get }
    var reference: Reference? { get }
    var note: String? { get }
    /// All that can leave or is on the road where nothing is named.
    var lines: [StepLineDraft]? { get }
}

struct DispatchDraft: StepDraft {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String?
    /// Whether goods may also be anywhere below the places that are named.
    let anywhere: Bool?
    let reference: Reference?
    let note: String?
    let lines: [StepLineDraft]?
}

struct ArrivalDraft: StepDraft {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String?
    let reference: Reference?
    let note: String?
    let lines: [StepLineDraft]?
}

struct LossDraft: StepDraft {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let reason: LossReason
    let reference: Reference?
    let note: String?
    let lines: [StepLineDraft]?

    /// What is lost is nowhere.
    var location: String? { nil }
}

/// Part of one line of the order.
struct StepLineDraft: Codable, Sendable {
    let line: Int
    let quantity: Quantity
    let location: String?
    let lot: String?
    let serials: [String]?

    func line(at index: Int, _ rules: inout DraftRules) -> TransferStep.Line {
        rules.tracking(self.lot, self.serials, "/lines/\(index)")
        return TransferStep.Line(
            number: self.line,
            quantity: self.quantity,
            location: self.location.map { LocationName($0) },
            lot: self.lot.map { LotName.code($0, StockLot.Details()) },
            serials: self.serials ?? []
        )
    }
}

struct TransferCancellationDraft: Codable, Sendable {
    let reason: String?
}
