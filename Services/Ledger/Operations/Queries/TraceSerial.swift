import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Tells what a piece was made of and what it became part of, over all productions.
struct TraceSerial: Query {
    static let id = "traceSerial"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let serial = try request.pathID("serialId", of: Serial.self)
        try request.requireEveryWarehouse()
        return try .json(try SerialTraceBody(of: serial, in: transaction))
    }
}

/// Lists the movements by which a piece, and what it was made of, came from suppliers.
struct ListSerialOrigins: Query {
    static let id = "listSerialOrigins"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let serial = try request.tracedSerial(in: transaction)
        return try LotMovements(.origins, of: serial, until: self.horizon, in: transaction)
            .page(of: request, in: transaction)
    }
}

/// Lists the movements by which a piece, and what was made of it, went to customers or came back.
struct ListSerialRecipients: Query {
    static let id = "listSerialRecipients"

    let horizon: Timestamp

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let serial = try request.tracedSerial(in: transaction)
        return try LotMovements(.recipients, of: serial, until: self.horizon, in: transaction)
            .page(of: request, in: transaction)
    }
}

extension OperationRequest {
    /// The piece that the path names, which there is, for whoever may follow goods everywhere.
    fileprivate func tracedSerial(
        in transaction: borrowing Transaction
    ) throws -> LotTrace.Item {
        let serial = try self.pathID("serialId", of: Serial.self)
        try self.requireEveryWarehouse()
        guard try transaction.execute("SELECT FROM serial WHERE id = \(serial)").count == 1 else {
            throw Problem.notFound("There is no piece \(serial).")
        }
        return .serial(serial)
    }
}
