import Contracts
import FoundationEssentials

extension APIClient {
    /// How long a fact that one service has recorded may take to reach another.
    static let newsPatience = Duration.seconds(30)

    /// Codes of refusals that may come from asking before the news has arrived.
    private static let unheard: Set<ProblemCode> = [.unknownVariant, .unknownLocation]

    /// Posts a document that may name what another service recorded a moment ago.
    ///
    /// A refusal is kept under its key, so every attempt has a key of its own; the document has to be
    /// one that cannot take effect twice.
    @discardableResult
    func postOnceKnown(_ path: [String], _ body: some Encodable) async throws -> APIAnswer {
        var pauses = RetryPauses(until: .now + Self.newsPatience)
        while true {
            do {
                return try await self.post(path, key: UUID().uuidString.lowercased(), body)
            } catch let failure as APIFailure {
                guard let code = failure.problem?.knownCode, Self.unheard.contains(code),
                    try await pauses.wait()
                else { throw failure }
            }
        }
    }

    /// Makes locations where they are missing.
    func provide(_ locations: [DemoLocation]) async throws {
        for location in locations {
            do {
                try await self.postOnceKnown(["v1", "locations"], location)
            } catch let failure as APIFailure where failure.problem?.knownCode == .alreadyExists {
                continue
            }
        }
    }
}
