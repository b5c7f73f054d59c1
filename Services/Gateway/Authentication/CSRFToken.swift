import Contracts
import Crypto
import FoundationEssentials
import Kernel

/// The second secret of a browser: sent in a header, which another site cannot add.
///
/// An HMAC of the session, so nothing is stored (OWASP CSRF Prevention Cheat Sheet, "HMAC-based
/// token pattern").
struct CSRFToken: Sendable {
    let keys: GatewayKeys

    func token(for session: ID<Session>) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(session.description.utf8),
            using: self.keys.csrf
        )
        return Hexadecimal.text(code)
    }

    /// Compares in constant time.
    func isValid(_ token: String?, for session: ID<Session>) -> Bool {
        guard let token, token.utf8.count == 64 else { return false }
        let expected = SHA256.hash(data: Data(self.token(for: session).utf8))
        // Digests are compared in constant time by swift-crypto; hashing first hides the length.
        return expected == SHA256.hash(data: Data(token.utf8))
    }
}
