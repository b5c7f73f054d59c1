import Contracts
import Kernel
import Messaging
import Postgres

/// Shows in the answer to a dry run what entries about the past would change of the past.
///
/// Read in a snapshot of its own, after the decision: the locks of a decision are everybody's, and a
/// history may be long.
struct EffectsPreview {
    let database: PostgresPool

    /// Adds `effects` to the answer; one about now, and a refusal, stay as they are.
    func complete(_ response: OperationResponse) async throws -> OperationResponse {
        guard response.status == 200 else { return response }
        let answer = try MessageCoding.decode(TrialAnswer.self, from: response.body)
        guard let tried = TriedEntries(answer.entries.map(TriedEntry.init)) else { return response }
        let effects = try await self.database.withTransaction(.readOnly) { transaction in
            try EntryEffects(of: tried, in: transaction)
        }
        let document = try MessageCoding.decode(
            JSONValue.self,
            from: MessageCoding.encode(effects)
        )
        return try response.adding(["effects": document])
    }
}
