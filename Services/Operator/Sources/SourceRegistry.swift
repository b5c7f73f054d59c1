import Contracts
import Kernel
import NIOHTTP1

/// The sources that pos-ingest knows, over REST.
struct SourceRegistry: Sendable {
    let api: APIClient

    func all() async throws -> [SourceRecord] {
        try await self.api.list(["v1", "pos", "sources"])
    }

    /// `nil` where there is none of this name.
    func find(_ name: String) async throws -> SourceRecord? {
        try await self.api.list(
            ["v1", "pos", "sources"],
            query: [("q", name)],
            of: SourceRecord.self
        )
        .first { $0.name == name }
    }

    /// The source of this name, registered if it is new.
    ///
    /// One that exists keeps its name and its location, and gains the codes that it lacks.
    ///
    /// - Throws: ``OperatorFailure`` when it has too many codes, or sells from another location.
    func register(_ draft: SourceDraft) async throws -> (source: SourceRecord, isNew: Bool) {
        guard let known = try await self.find(draft.name) else {
            do {
                let answer = try await self.api.postOnceKnown(["v1", "pos", "sources"], draft)
                return (try answer.decode(), true)
            } catch let failure as APIFailure where failure.problem?.knownCode == .alreadyExists {
                guard let known = try await self.find(draft.name) else { throw failure }
                return (known, false)
            }
        }
        guard known.location.code == draft.location else {
            throw OperatorFailure(
                "the source \(draft.name) sells from \(known.location.code)",
                next: "give --location \(known.location.code), or another source"
            )
        }
        let missing = Self.missing(draft.nonStockCodes, in: known.nonStockCodes)
        guard !missing.isEmpty else { return (known, false) }
        return (try await self.add(missing, to: known), false)
    }

    /// The codes that no pattern covers, as pos-ingest compares them.
    static func missing(_ codes: [String], in patterns: [String]) -> [String] {
        codes.filter { code in !patterns.contains { Self.covers($0, code) } }
    }

    /// Case counts for nothing; a `*` at the end of a pattern stands for any rest.
    static func covers(_ pattern: String, _ code: String) -> Bool {
        let (pattern, code) = (pattern.lowercased(), code.lowercased())
        guard pattern.hasSuffix("*") else { return pattern == code }
        return code.hasPrefix(pattern.dropLast())
    }

    private func add(_ codes: [String], to source: SourceRecord) async throws -> SourceRecord {
        struct Patch: Encodable {
            let nonStockCodes: [String]
        }
        let patterns = source.nonStockCodes + codes
        guard patterns.count <= SourceDraft.maximumNonStockCodes else {
            throw OperatorFailure(
                "\(source.name) would have \(patterns.count) codes that move no stock; "
                    + "at most \(SourceDraft.maximumNonStockCodes) are kept",
                next: "cover several with one pattern that ends with *"
            )
        }
        let path = ["v1", "pos", "sources", source.id.description]
        let current = try await self.api.send(APIRequest(.GET, path))
        var request = try APIRequest(.PATCH, path, json: Patch(nonStockCodes: patterns))
        request.version = current.version
        return try await self.api.send(request).decode()
    }
}
