/// What a service says about itself.
struct Readiness: Hashable, Sendable {
    var isReady: Bool
    /// From `/version`; nil while it does not answer.
    var version: String?
    /// Why it is not ready, by the name of the check; empty when it is.
    var reasons: [String: String]

    /// The reasons as one line.
    var reason: String {
        self.reasons.sorted { $0.key < $1.key }
            .map { $0.key.isEmpty ? $0.value : "\($0.key): \($0.value)" }
            .joined(separator: "; ")
    }

    /// A service that does not answer.
    static func silent(_ reason: String) -> Self {
        Self(isReady: false, version: nil, reasons: ["": reason])
    }
}
