import Contracts
import PosIngestDomain

extension SaleParked {
    /// The fact that a message was set aside, and why.
    init(_ record: MessageRecord, _ parking: Parking) {
        self.init(
            messageId: record.id,
            kind: record.kind,
            source: record.source,
            document: record.document,
            reason: parking.reason.rawValue,
            detail: parking.detail,
            errors: parking.errors
        )
    }
}
