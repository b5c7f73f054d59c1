import Contracts
import Kernel

/// How far the ledger was at a time, and what is found wrong in it behind that.
struct LedgerMark: Hashable, Sendable {
    /// The most that one request verifies.
    private static let blocksAtOnce = 32

    private struct Drift: Decodable {
        let id: String
        let field: String
        let sku: String
        let expected: String
        let found: String
    }

    private struct Verification: Decodable {
        struct Finding: Decodable {
            let `class`: String
            let sequence: Int64
            let detail: String
        }

        let findings: [Finding]
        let movements: Int
        let lastBlock: Int
        let next: Int?
    }

    /// The figures that had been put right by then.
    let drifts: Set<String>
    /// The last block that was sealed.
    let block: Int

    static func read(from api: APIClient) async throws -> LedgerMark {
        let drifts = try await api.list(["v1", "ledger", "drifts"], of: Drift.self)
        let last = try await Self.verify(from: 1, blocks: 1, api).lastBlock
        return LedgerMark(drifts: Set(drifts.map(\.id)), block: last)
    }

    /// What was put right since, and what is not as it was sealed.
    ///
    /// - Returns: Texts, and how many movements were verified.
    func findings(in api: APIClient) async throws -> (texts: [String], movements: Int) {
        var texts = try await api.list(["v1", "ledger", "drifts"], of: Drift.self)
            .filter { !self.drifts.contains($0.id) }
            .map { "\($0.field) of \($0.sku) was put right: \($0.found), now \($0.expected)" }
        var movements = 0
        var next: Int? = max(1, self.block)
        while let block = next {
            let part = try await Self.verify(from: block, blocks: Self.blocksAtOnce, api)
            texts += part.findings.map { "movement \($0.sequence) is \($0.class): \($0.detail)" }
            movements += part.movements
            next = part.next
        }
        return (texts, movements)
    }

    private static func verify(
        from block: Int,
        blocks: Int,
        _ api: APIClient
    ) async throws -> Verification {
        try await api.get(
            ["v1", "ledger", "verify"],
            query: [("fromBlock", "\(block)"), ("blocks", "\(blocks)")]
        )
    }
}
