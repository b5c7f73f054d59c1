import Crypto
import FoundationEssentials
import Kernel

/// The secrets of the gateway, derived from its one master key (HKDF, RFC 5869).
struct GatewayKeys: Sendable {
    /// Signs the CSRF tokens of sessions.
    let csrf: SymmetricKey
    /// Signs the short-lived tokens of programs.
    let token: SymmetricKey

    init(master: [UInt8]) {
        func key(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: master),
                info: Data("stockbook/gateway/\(purpose)".utf8),
                outputByteCount: 32
            )
        }
        self.csrf = key("csrf")
        self.token = key("token")
    }

    /// What is kept of an opaque token.
    static func digest(_ token: String) -> [UInt8] {
        var hash = SHA256()
        var token = token
        token.withUTF8 { unsafe hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        return unsafe hash.finalize().withUnsafeBytes { unsafe [UInt8]($0) }
    }

    /// SHA-256 in hexadecimal, for entity tags.
    static func hexDigest(_ bytes: [UInt8]) -> String {
        Hexadecimal.text(SHA256.hash(data: Data(bytes)))
    }
}
