import HTTPTypes

/// The headers that keep a browser from doing with an answer what it should not.
///
/// OWASP HTTP Security Response Headers Cheat Sheet.
struct SecurityHeaders: Sendable {
    /// Whether to tell browsers to use TLS from now on; only true behind TLS.
    let isTransportSecure: Bool

    func apply(to headers: inout HTTPFields) {
        headers[.xContentTypeOptions] = "nosniff"
        headers[Self.frameOptions] = "DENY"
        headers[Self.referrerPolicy] = "no-referrer"
        headers[Self.resourcePolicy] = "same-origin"
        headers[Self.openerPolicy] = "same-origin"
        headers[Self.permissionsPolicy] = "camera=(self), geolocation=(), microphone=()"
        if headers[.contentSecurityPolicy] == nil {
            headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'"
        }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
        if self.isTransportSecure {
            headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        }
    }

    private static let frameOptions = HTTPField.Name(verified: "X-Frame-Options")
    private static let referrerPolicy = HTTPField.Name(verified: "Referrer-Policy")
    private static let resourcePolicy = HTTPField.Name(verified: "Cross-Origin-Resource-Policy")
    private static let openerPolicy = HTTPField.Name(verified: "Cross-Origin-Opener-Policy")
    private static let permissionsPolicy = HTTPField.Name(verified: "Permissions-Policy")
}
