import Contracts
import FoundationEssentials
import Kernel
import PosIngestDomain
import Postgres

/// A row of the table `message`.
struct MessageRecord: Sendable {
    enum Status: String, Codable, Hashable, Sendable, CaseIterable {
        /// Sent to the ledger, which has not answered yet.
        case pending
        case applied
        case parked
        /// Given up by a person, with a reason.
        case discarded
    }

    let id: ID<PosMessage>
    let source: String
    var kind: PosMessageKind?
    var document: String?
    /// The document that a void cancels.
    var original: String?
    var terminal: String?
    var sequence: Int64?
    var status: Status
    var parking: Parking?
    var occurredAt: Timestamp?
    let receivedAt: Timestamp
    /// When its command was written for the ledger the last time.
    var sentAt: Timestamp?
    var appliedAt: Timestamp?
    var entry: ID<Entry>?
    var lineCount: Int
    var nonStockLines: Int
    var payload: [UInt8]
    var originalPayload: [UInt8]?
    var decidedBy: Actor?
    var note: String?
    var version: Int64 = 1
}

extension MessageRecord {
    /// A message that has just come, with what was decided about it.
    init(_ received: ReceivedDocument, at time: Timestamp, outcome: Outcome) {
        let document = received.document
        self.init(
            id: received.id,
            source: received.source,
            kind: received.kind,
            document: received.documentId,
            original: document?.original,
            terminal: document?.station,
            sequence: document?.number,
            status: outcome.status,
            parking: outcome.parking,
            occurredAt: document?.occurredAt,
            receivedAt: time,
            sentAt: outcome.status == .pending ? time : nil,
            appliedAt: outcome.status == .applied ? time : nil,
            lineCount: document?.lines.count ?? 0,
            nonStockLines: outcome.nonStockLines,
            payload: received.payload
        )
    }
}
