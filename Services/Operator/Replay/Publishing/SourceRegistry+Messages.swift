extension SourceRegistry {
    /// Every message of a source, without those that repeat one.
    func messages(of source: SourceRecord) async throws -> [SourceMessage] {
        try await self.api.list(["v1", "pos", "messages"], query: [("source", source.name)])
    }
}
