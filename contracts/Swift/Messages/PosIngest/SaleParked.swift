package import Kernel

/// A message of a POS could not be applied and waits for a person.
package struct SaleParked: Contract, Hashable {
    package static let type = "pos-ingest.sale.parked.v1"
    package static let destination = Destination.event(of: .posIngest)

    package let messageId: ID<PosMessage>
    /// `nil` where not even that could be read.
    package let kind: PosMessageKind?
    /// The broker user that sent it.
    package let source: String
    /// `nil` where it could not be read.
    package let document: String?
    /// A stable code, such as `unknown-code`.
    package let reason: String
    package let detail: String?
    /// Where in the message the reason lies.
    package let errors: [FieldError]

    package init(
        messageId: ID<PosMessage>,
        kind: PosMessageKind? = nil,
        source: String,
        document: String? = nil,
        reason: String,
        detail: String? = nil,
        errors: [FieldError] = []
    ) {
        self.messageId = messageId
        self.kind = kind
        self.source = source
        self.document = document
        self.reason = reason
        self.detail = detail
        self.errors = errors
    }
}
