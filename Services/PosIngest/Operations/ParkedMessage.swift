import Contracts
import Kernel
import Messaging
import Postgres

/// A parked message that a person decides about.
enum ParkedMessage {
    /// Locks the message that the path names.
    ///
    /// - Parameter time: Messages that were sent before and are still pending count as well.
    /// - Throws: 404 where there is none, 409 `wrong-state` where it is not parked.
    static func lock(
        _ request: OperationRequest,
        orSentBefore time: Timestamp? = nil,
        in transaction: borrowing Transaction
    ) throws -> MessageRecord {
        let id: ID<PosMessage> = try request.pathID("messageId")
        guard let record = try MessageStore.lock(id, in: transaction) else {
            throw Problem.notFound("There is no such message.")
        }
        guard record.status == .parked || record.isUnanswered(since: time) else {
            throw Problem.conflict(
                .wrongState,
                "The message is \(record.status.rawValue), not parked."
            )
        }
        return record
    }
}

extension MessageRecord {
    fileprivate func isUnanswered(since time: Timestamp?) -> Bool {
        guard self.status == .pending, let sentAt, let time else { return false }
        return sentAt < time
    }
}
