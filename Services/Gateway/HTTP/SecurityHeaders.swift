import HTTPTypes

/// The headers that keep a browser from doing with an answer what it should not.
///
/// OWASP HTTP Security Response Headers Cheat Sheet.
struct SecurityHeaders: Sendable {
    /// In every answer.
    private let always: [HTTPField]
    /// Where an operation says nothing else.
    private let otherwise: [HTTPField]

    /// - Parameter isTransportSecure: Whether to tell browsers to use TLS from now on; only true
    ///   behind TLS.
    init(isTransportSecure: Bool) {
        var always = [
            HTTPField(name: .xContentTypeOptions, value: "nosniff"),
            HTTPField(name: Self.frameOptions, value: "DENY"),
            HTTPField(name: Self.referrerPolicy, value: "no-referrer"),
            HTTPField(name: Self.resourcePolicy, value: "same-origin"),
            HTTPField(name: Self.openerPolicy, value: "same-origin"),
            HTTPField(
                name: Self.permissionsPolicy,
                value: "camera=(self), geolocation=(), microphone=()"
            ),
        ]
        if isTransportSecure {
            always.append(
                HTTPField(
                    name: .strictTransportSecurity,
                    value: "max-age=31536000; includeSubDomains"
                )
            )
        }
        self.always = always
        self.otherwise = [
            HTTPField(
                name: .contentSecurityPolicy,
                value: "default-src 'none'; frame-ancestors 'none'"
            ),
            HTTPField(name: .cacheControl, value: "no-store"),
        ]
    }

    /// Appends what is missing from the fields of an answer.
    func append(to fields: inout [HTTPField]) {
        for field in self.otherwise where !fields.contains(where: { $0.name == field.name }) {
            fields.append(field)
        }
        fields.append(contentsOf: self.always)
    }

    private static let frameOptions = HTTPField.Name(verified: "X-Frame-Options")
    private static let referrerPolicy = HTTPField.Name(verified: "Referrer-Policy")
    private static let resourcePolicy = HTTPField.Name(verified: "Cross-Origin-Resource-Policy")
    private static let openerPolicy = HTTPField.Name(verified: "Cross-Origin-Opener-Policy")
    private static let permissionsPolicy = HTTPField.Name(verified: "Permissions-Policy")
}
