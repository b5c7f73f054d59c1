import Contracts
import Kernel
import Messaging
import Postgres

/// Shows in the answer to a dry run what an entry about the past would change of the past.
///
/// Read in a snapshot of its own, after the decision: the locks of a decision are everybody's, and a
/// history may be long.
struct EffectsPreview {
    let database: PostgresPool

    /// Adds `effects` to the answer; one about now, and a refusal, stay as they are.
    func complete(_ response: OperationResponse) async throws -> OperationResponse {
        guard response.status == 200,
            let entry = PastEntry(try MessageCoding.decode(EntryBody.self, from: response.body))
        else { return response }
        let effects = try await self.database.withTransaction(.readOnly) { transaction in
            try EntryEffects(of: entry, in: transaction)
        }
        let document = try MessageCoding.decode(
            JSONValue.self,
            from: MessageCoding.encode(effects)
        )
        return try response.adding(["effects": document])
    }
}
