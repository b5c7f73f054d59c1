import Contracts
import Kernel

/// The body of a request with several commands.
struct BatchDraft: Codable, Sendable {
    let mode: ClientBatch.Mode
    let items: [Item]

    struct Item: Codable, Sendable {
        let operation: Command
        /// The entry, for what has one in its path.
        let entryId: ID<Entry>?
        /// The reservation, for what has one in its path.
        let reservationId: ID<Reservation>?
        /// As the operation has it by itself.
        let body: JSONValue
    }

    /// The operations that an item can be.
    enum Command: String, WordCodable, Sendable {
        case postReceipt
        case postAdjustment
        case postTransfer
        case postSale
        case postReturn
        case postSupplierReturn
        case postProduction
        case reverseEntry
        case createReservation
        case consumeReservation
        case releaseReservation
    }
}

extension BatchDraft.Item {
    /// The path parameters of the operation.
    ///
    /// - Throws: 422 where one is missing, or there for an operation that has none.
    var path: [String: String] {
        get throws(Problem) {
            let given = [
                "entryId": self.entryId?.description,
                "reservationId": self.reservationId?.description,
            ].compactMapValues(\.self)
            guard Set(given.keys) == Set(self.operation.pathParameters) else {
                let needed = self.operation.pathParameters.first
                throw Problem(
                    .validationFailed,
                    detail: needed.map { "\(self.operation.rawValue) needs \($0) and no other." }
                        ?? "\(self.operation.rawValue) has neither entryId nor reservationId."
                )
            }
            return given
        }
    }
}

extension BatchDraft.Command {
    fileprivate var pathParameters: [String] {
        switch self {
        case .reverseEntry: ["entryId"]
        case .consumeReservation, .releaseReservation: ["reservationId"]
        case .postReceipt, .postAdjustment, .postTransfer, .postSale, .postReturn,
            .postSupplierReturn, .postProduction, .createReservation:
            []
        }
    }
}
