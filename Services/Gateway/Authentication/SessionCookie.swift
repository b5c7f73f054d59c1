/// The cookie that carries a session (RFC 6265bis).
struct SessionCookie: Sendable {
    /// Whether browsers are to send it over TLS only.
    let isSecure: Bool

    static let name = "stockbook_session"

    func set(_ token: String, for lifetime: Duration) -> (String, String) {
        ("Set-Cookie", "\(Self.name)=\(token); Max-Age=\(lifetime.components.seconds)\(self.flags)")
    }

    var clear: (String, String) {
        ("Set-Cookie", "\(Self.name)=; Max-Age=0\(self.flags)")
    }

    private var flags: String {
        "; Path=/; HttpOnly; SameSite=Strict" + (self.isSecure ? "; Secure" : "")
    }
}
