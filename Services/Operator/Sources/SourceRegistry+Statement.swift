import Kernel

extension SourceRegistry {
    /// Accounts for everything that a source sent, or for what came from a moment on.
    func statement(
        of source: SourceRecord,
        from start: Timestamp? = nil
    ) async throws -> SourceStatement {
        try await self.api.get(
            ["v1", "pos", "sources", source.id.description, "statement"],
            query: start.map { [("from", "\($0)")] } ?? []
        )
    }

    /// - Throws: ``OperatorFailure`` where there is no such source.
    func require(_ name: String) async throws -> SourceRecord {
        guard let source = try await self.find(name) else {
            throw OperatorFailure(
                "there is no source \(name)",
                next: "stockbookctl source list shows those there are"
            )
        }
        return source
    }
}
