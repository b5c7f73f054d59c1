import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import Sealing

/// Proves one movement, without showing any other.
struct GetReceipt: Operation {
    static let id = "getReceipt"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("movementId", of: Movement.self)
        let missing = Problem.notFound("There is no movement \(id).")
        switch try ReceiptReader.read(SealedID(head: id.head, tail: id.tail), in: transaction) {
        case .proven(let receipt):
            guard request.maySee(receipt.proof.record) else { throw missing }
            return try .json(receipt)
        case .waiting(let time):
            let now: Timestamp = try transaction.execute("SELECT clock_timestamp() AS now")[0]
                .decode("now")
            let lag = max(0, now.duration(since: time).components.seconds)
            throw Problem(
                .notSealedYet,
                detail: "It was recorded \(lag) s ago, and no checkpoint vouches for it yet.",
                extensions: ["lagSeconds": .integer(lag)]
            )
        case .unsealed: throw Problem.inNoBlock(id)
        case .unknown: throw missing
        }
    }
}

extension OperationRequest {
    /// Whether it touches a warehouse that the principal may read of; what moves nothing touches none.
    fileprivate func maySee(_ record: SealedRecord) -> Bool {
        guard let warehouses = self.readableWarehouses else { return true }
        guard let movement = record.movement else { return false }
        return [movement.fromWarehouse, movement.toWarehouse].contains { warehouse in
            warehouse.map { warehouses.contains(ID(head: $0.head, tail: $0.tail)) } ?? false
        }
    }
}
