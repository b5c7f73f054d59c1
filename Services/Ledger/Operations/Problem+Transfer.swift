import Contracts
import Kernel
import LedgerDomain

extension Problem {
    /// Refusals for what a transfer order already is.
    static func ofTransfer(_ refusal: LedgerRefusal, fields: RefusedFields) -> Problem {
        switch refusal {
        case .unknownTransfer(let id):
            .notFound("There is no transfer order \(id).")
        case .transferExists(let id):
            .rule(.alreadyExists, "There is a transfer order \(id) already.", pointer: "/id")
        case .alreadyOrdered(let reference, let id):
            Problem(
                .duplicateReference,
                detail: "\(reference.document) of \(reference.source) is an order already.",
                errors: [
                    FieldError(
                        pointer: fields.reference,
                        rule: "unique",
                        message: "The document orders once, for ever."
                    )
                ],
                extensions: ["transferOrderId": .string(id.description)]
            )
        case .transferEnded(_, let state):
            .conflict(.wrongState, "The transfer order is \(state.rawValue).")
        default:
            .internalError()
        }
    }
}
