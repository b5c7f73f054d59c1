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
    var lines: [DocumentPartDraft]? { get }
}

struct DispatchDraft: StepDraft {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String?
    /// Whether goods may also be anywhere below the places that are named.
    let anywhere: Bool?
    let reference: Reference?
    let note: String?
    let lines: [DocumentPartDraft]?
}

struct ArrivalDraft: StepDraft {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let location: String?
    let reference: Reference?
    let note: String?
    let lines: [DocumentPartDraft]?
}

struct LossDraft: StepDraft {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    let reason: LossReason
    let reference: Reference?
    let note: String?
    let lines: [DocumentPartDraft]?

    /// What is lost is nowhere.
    var location: String? { nil }
}

struct TransferCancellationDraft: Codable, Sendable {
    let reason: String?
}
