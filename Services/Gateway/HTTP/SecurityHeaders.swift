import Messaging

/// The headers that keep a browser from doing with an answer what it should not.
///
/// OWASP HTTP Security Response Headers Cheat Sheet.
struct SecurityHeaders: Sendable {
    /// In every answer.
    private let always: [UInt8]
    /// Where an operation says nothing else.
    private static let otherwise = [
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Cache-Control", "no-store"),
    ]

    /// - Parameter isTransportSecure: Whether to tell browsers to use TLS from now on; only true
    ///   behind TLS.
    init(isTransportSecure: Bool) {
        var always = [
            "X-Content-Type-Options: nosniff",
            "X-Frame-Options: DENY",
            "Referrer-Policy: no-referrer",
            "Cross-Origin-Resource-Policy: same-origin",
            "Cross-Origin-Opener-Policy: same-origin",
            "Permissions-Policy: camera=(self), geolocation=(), microphone=()",
        ]
        if isTransportSecure {
            always.append("Strict-Transport-Security: max-age=31536000; includeSubDomains")
        }
        self.always = always.flatMap { Array("\($0)\r\n".utf8) }
    }

    /// Adds what an answer lacks.
    func add(to bytes: inout AnswerBytes, of answer: OperationResponse) {
        for (name, value) in Self.otherwise where !answer.headers.contains(where: { $0.0 == name })
        {
            bytes.add(name, value)
        }
        bytes.add(lines: self.always)
    }
}
