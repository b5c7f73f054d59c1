import Contracts
import FoundationEssentials
import Kernel
import Messaging
import PosIngestDomain

/// One delivery from a source, read as far as it can be.
struct ReceivedDocument: Sendable {
    /// The document, or why it cannot be read.
    enum Content: Sendable {
        case document(PosDocument)
        case unreadable(Parking)
    }

    let id: ID<PosMessage>
    let source: String
    let kind: PosMessageKind?
    let content: Content
    let payload: [UInt8]
    let fingerprint: [UInt8]
    let context: MessageContext

    /// What the till calls the document; `nil` where that cannot be read, or is no name for one.
    let documentId: String?
    /// Under what the message is known for ever: its document, or its bytes where that is unknown.
    let businessKey: String

    /// The longest payload that is kept; a larger one is parked without its body.
    static let maximumPayloadBytes = 1_048_576

    init(_ message: IncomingMessage) {
        let sender = PosSender(routingKey: message.routingKey)
        let content = Self.content(of: message, from: sender)
        self.id = .make()
        self.source = sender?.source ?? message.userID ?? ""
        self.kind = sender?.kind
        self.content = content
        self.payload = Array(message.body.prefix(Self.maximumPayloadBytes))
        self.fingerprint = PosFingerprint.of(kind: sender?.kindText ?? "", payload: message.body)
        self.context = MessageContext(message)
        self.documentId = content.document?.name
        self.businessKey =
            self.documentId ?? Self.unreadablePrefix + Hexadecimal.text(self.fingerprint)
    }

    var document: PosDocument? {
        guard case .document(let document) = self.content else { return nil }
        return document
    }

    /// Cannot begin a document id, for ``Reference`` takes none with control characters.
    private static let unreadablePrefix = "\u{1}sha256:"

    /// The key of a message that contradicts an earlier one with its document id.
    var conflictKey: String { self.businessKey + "\u{1}" + Hexadecimal.text(self.fingerprint) }

    private static func content(
        of message: IncomingMessage,
        from sender: PosSender?
    ) -> Content {
        guard let sender else {
            return .unreadable(
                Parking(.malformed, "The routing key is not pos.v1.<source>.<kind>.")
            )
        }
        guard let user = message.userID else {
            return .unreadable(Parking(.malformed, "The property user_id is missing."))
        }
        guard user == sender.source else {
            return .unreadable(Parking(.malformed, "The user_id is not the source."))
        }
        guard let kind = sender.kind else {
            return .unreadable(Parking(.unknownKind, "There is no kind \(sender.kindText)."))
        }
        guard message.body.count <= self.maximumPayloadBytes else {
            return .unreadable(Parking(.malformed, "The message is larger than 1 MiB."))
        }
        return PosDocumentReader.read(message.body, kind: kind)
    }
}
