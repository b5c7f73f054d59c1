import Kernel

/// An Ed25519 signature (RFC 8032); in JSON its hexadecimal digits.
package struct SealSignature: Hashable, Sendable {
    package let bytes: [UInt8]

    /// In bytes.
    package static let length = 64

    /// `nil` for anything but 64 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == SealSignature.length else { return nil }
        self.bytes = bytes
    }

    private init(finished bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// What stands in a draft until it is signed.
    static let missing = SealSignature(finished: [UInt8](repeating: 0, count: length))
}

extension SealSignature: TextCodable {
    package static let form = "128 hexadecimal digits"

    package init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text) else { return nil }
        self.init(bytes)
    }

    package var description: String { Hexadecimal.text(self.bytes) }
}
