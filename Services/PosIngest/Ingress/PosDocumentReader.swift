import Contracts
import Messaging
import PosIngestDomain

/// Reads the JSON of a till.
enum PosDocumentReader {
    static func read(_ payload: [UInt8], kind: PosMessageKind) -> ReceivedDocument.Content {
        do {
            if let error = UnstorableText.errors(in: payload).first {
                return .unreadable(Parking(.malformed, error.message, errors: [error]))
            }
            switch kind {
            case .sale:
                return .document(PosDocument(try MessageCoding.decode(PosSale.self, from: payload)))
            case .refund:
                return .document(
                    PosDocument(try MessageCoding.decode(PosRefund.self, from: payload))
                )
            case .void:
                return .document(PosDocument(try MessageCoding.decode(PosVoid.self, from: payload)))
            case .adjustment:
                return .document(
                    PosDocument(try MessageCoding.decode(PosAdjustment.self, from: payload))
                )
            }
        } catch let error as DecodingError {
            let problem = Problem(error, body: payload)
            let detail = problem.detail ?? problem.title
            return .unreadable(Parking(.malformed, detail, errors: problem.errors))
        } catch {
            return .unreadable(Parking(.malformed, "The message cannot be read."))
        }
    }
}
