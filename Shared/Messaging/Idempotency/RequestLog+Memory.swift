import FoundationEssentials
package import Postgres

/// For batches, which know the answers by the time they write: one statement stores commands with
/// them, where a claim first and the answer later would write each row twice.
extension RequestLog {
    /// What is known of commands, one standing for each in the same order; claims none of them.
    package static func recall(
        _ claims: [RequestClaim],
        in transaction: borrowing Transaction
    ) throws -> [RequestStanding] {
        let ids = Set(claims.map(\.messageID))
        guard !ids.isEmpty else { return [] }
        let known = try RequestLogStore.read(Array(ids), in: transaction)
        return self.standings(of: claims, fresh: ids.subtracting(known.keys), known: known)
    }

    /// Stores commands and their answers.
    ///
    /// Waits for a transaction that is storing one of them. If the statement affects fewer rows than
    /// there are answers, another transaction was quicker, and this one must be rolled back.
    package static func remember(
        _ answers: [(claim: RequestClaim, response: OperationResponse)]
    ) throws -> SQL {
        try RequestLogStore.addition(
            of: answers.sorted { $0.claim.messageID < $1.claim.messageID }
        )
    }
}
