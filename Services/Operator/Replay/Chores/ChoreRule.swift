import Contracts
import Kernel

/// The rule of approvals while chores are done.
///
/// There is one for the whole ledger: where somebody has made one it stays, and otherwise there is one
/// with a limit far above whatever tills report.
struct ChoreRule: Sendable {
    private static let reason = "A busy replay"
    static let ownLimit: Quantity = 1_000_000

    private struct Rule: Decodable {
        let kinds: [String]
        let maximumQuantity: Quantity?
        let maximumValue: JSONValue?
        let reason: String

        var hasLimits: Bool { self.maximumQuantity != nil || self.maximumValue != nil }
    }

    /// The most of one variant that an adjustment may add or take without approval; `nil` where the rule
    /// of somebody else does not say.
    let limit: Quantity?
    /// Whether it is to be lifted in the end.
    private let isOwn: Bool

    static func require(for run: String, by api: APIClient) async throws -> ChoreRule {
        let rules = try await api.list(["v1", "approval-rules"], of: Rule.self)
        if let rule = rules.first, rule.hasLimits {
            let limit = rule.kinds.contains("adjust") ? rule.maximumQuantity : nil
            return ChoreRule(limit: limit, isOwn: rule.reason == Self.reason)
        }
        try await api.post(
            ["v1", "approval-rules"],
            key: "\(run)-rule",
            [
                "kinds": ["adjust"], "maximumQuantity": .string("\(Self.ownLimit)"),
                "reason": .string(Self.reason),
            ] as JSONValue
        )
        return ChoreRule(limit: Self.ownLimit, isOwn: true)
    }

    /// Has nobody ask for approval any more, if nobody had to before.
    func lift(for run: String, by api: APIClient) async throws {
        guard self.isOwn else { return }
        try await api.post(
            ["v1", "approval-rules"],
            key: "\(run)-no-rule",
            ["reason": .string("\(Self.reason) is over")] as JSONValue
        )
    }
}
