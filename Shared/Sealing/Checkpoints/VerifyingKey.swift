import Crypto
import Kernel

/// The public half of a key that signs checkpoints (Ed25519); in JSON its hexadecimal digits.
package struct VerifyingKey: Hashable, Sendable {
    package let bytes: [UInt8]

    /// In bytes.
    package static let length = 32

    /// `nil` for anything but 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == VerifyingKey.length else { return nil }
        self.bytes = bytes
    }

    /// By which people and checkpoints name it.
    package var fingerprint: SealHash { .document(self.bytes) }

    /// Whether the holder of the other half has signed `content`.
    func isValid(_ signature: SealSignature, of content: [UInt8]) -> Bool {
        do {
            return try Curve25519.Signing.PublicKey(rawRepresentation: self.bytes)
                .isValidSignature(signature.bytes, for: content)
        } catch {
            // 32 bytes that are no key have signed nothing.
            return false
        }
    }
}

extension VerifyingKey: TextCodable {
    package static let form = "64 hexadecimal digits"

    package init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text) else { return nil }
        self.init(bytes)
    }

    package var description: String { Hexadecimal.text(self.bytes) }
}
