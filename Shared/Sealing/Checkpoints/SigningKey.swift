import Crypto

/// The secret half of a key that signs checkpoints.
package struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// The length of the secret, in bytes.
    package static let length = 32

    /// `nil` for anything but 32 bytes.
    package init?(secret: [UInt8]) {
        guard secret.count == Self.length else { return nil }
        do {
            self.key = try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
        } catch {
            return nil
        }
    }

    package var verifying: VerifyingKey {
        guard let key = VerifyingKey(Array(self.key.publicKey.rawRepresentation)) else {
            preconditionFailure("a public key has 32 bytes")
        }
        return key
    }

    /// - Throws: What the library does when it has no randomness.
    func sign(_ content: [UInt8]) throws -> SealSignature {
        guard let signature = SealSignature(Array(try self.key.signature(for: content))) else {
            preconditionFailure("a signature has 64 bytes")
        }
        return signature
    }
}
