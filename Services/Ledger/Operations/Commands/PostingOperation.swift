import Messaging

/// A command that makes an entry, whose trial shows what it would change of the past.
protocol PostingOperation: CommandOperation {}

extension PostingOperation {
    func complete(
        _ response: OperationResponse,
        to request: OperationRequest,
        with reader: JournalReader
    ) async throws -> OperationResponse {
        guard try request.isDryRun else { return response }
        return try await EffectsPreview(database: reader.database).complete(response)
    }
}
