package import Contracts
import Crypto
import FoundationEssentials
import Kernel

/// A secret by which the gateway vouches for principals.
///
/// The gateway has the master key; a service has the key derived for it and can vouch to nobody
/// else. Never printed.
package struct AssertionKey: Sendable {
    private let key: SymmetricKey

    /// Bytes that a key must have at least.
    package static let minimumLength = 32

    /// `nil` for a key that is too short.
    package init?(bytes: [UInt8]) {
        guard bytes.count >= Self.minimumLength else { return nil }
        self.key = SymmetricKey(data: bytes)
    }

    /// Reads hexadecimal digits; `nil` for anything else and for a key that is too short.
    package init?(hexadecimal text: String) {
        guard let bytes = Hexadecimal.bytes(text) else { return nil }
        self.init(bytes: bytes)
    }

    private init(_ key: SymmetricKey) {
        self.key = key
    }

    /// The key that the master has for one service: HKDF with SHA-256 (RFC 5869).
    package func derived(for service: ServiceName) -> AssertionKey {
        let info = Array("stockbook principal assertion v1 \(service.rawValue)".utf8)
        return AssertionKey(
            HKDF<SHA256>.deriveKey(inputKeyMaterial: self.key, info: info, outputByteCount: 32)
        )
    }

    /// The key as hexadecimal digits, for the configuration of a service.
    package var hexadecimal: String {
        Hexadecimal.text(unsafe self.key.withUnsafeBytes { unsafe Array($0) })
    }

    func sign(_ bytes: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: self.key))
    }

    /// Compares in constant time.
    func isValid(_ signature: ArraySlice<UInt8>, for bytes: ArraySlice<UInt8>) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: bytes, using: self.key)
    }
}
