import Contracts
import Kernel
import Messaging
import Postgres

/// Tells where a lot came from and what became of it, over all productions.
struct TraceLot: Query {
    static let id = "traceLot"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let lot = try request.pathID("lotId", of: Lot.self)
        try request.requireEveryWarehouse()
        return try .json(try LotTraceBody.trace(lot, in: transaction))
    }
}

extension OperationRequest {
    /// Refuses who may read of some warehouses only: goods are followed through all of them.
    func requireEveryWarehouse() throws(Problem) {
        guard self.readableWarehouses == nil else { throw .forbidden(.stockRead) }
    }

    /// The lot that the path names, which there is, for whoever may follow goods everywhere.
    fileprivate func tracedLot(in transaction: borrowing Transaction) throws -> LotTrace.Item {
        let lot = try self.pathID("lotId", of: Lot.self)
        try self.requireEveryWarehouse()
        guard try transaction.execute("SELECT FROM lot WHERE id = \(lot)").count == 1 else {
            throw Problem.notFound("There is no lot \(lot).")
        }
        return .lot(lot)
    }
}

/// Lists the movements by which a lot, and what it was made of, came from suppliers.
struct ListLotOrigins: Query {
    static let id = "listLotOrigins"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let lot = try request.tracedLot(in: transaction)
        return try LotMovements(.origins, of: lot, until: self.horizon, in: transaction)
            .page(of: request, in: transaction)
    }
}

/// Lists the movements by which a lot, and what was made of it, went to customers or came back.
struct ListLotRecipients: Query {
    static let id = "listLotRecipients"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let lot = try request.tracedLot(in: transaction)
        return try LotMovements(.recipients, of: lot, until: self.horizon, in: transaction)
            .page(of: request, in: transaction)
    }
}
