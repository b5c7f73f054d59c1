/// What every check found, and so whether this process can do its work.
package struct HealthReport: Hashable, Sendable {
    package var checks: [String: HealthStatus]

    package init(_ checks: [String: HealthStatus]) {
        self.checks = checks
    }

    /// A process without checks has nothing to wait for.
    package var isReady: Bool { self.checks.values.allSatisfy { $0 == .ok } }
}

/// `{"ready":false,"checks":{"broker":{"ok":false,"reason":"…"},"database":{"ok":true}}}`
extension HealthReport: Encodable {
    private struct Body: Encodable {
        let ready: Bool
        let checks: [String: Check]
    }

    private struct Check: Encodable {
        let ok: Bool
        let reason: String?

        init(_ status: HealthStatus) {
            switch status {
            case .ok:
                self.ok = true
                self.reason = nil
            case .failing(let reason):
                self.ok = false
                self.reason = reason
            }
        }
    }

    package func encode(to encoder: any Encoder) throws {
        let body = Body(ready: self.isReady, checks: self.checks.mapValues(Check.init))
        try body.encode(to: encoder)
    }
}
