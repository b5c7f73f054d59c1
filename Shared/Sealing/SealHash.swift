import Crypto
import Kernel

/// A SHA-256 hash; in JSON its 64 hexadecimal digits.
///
/// What is hashed begins with a byte that says what it is, so that a node of a tree can never pass for
/// a leaf, nor either for a document (RFC 9162, section 2.1).
package struct SealHash: Hashable, Sendable {
    package let bytes: [UInt8]

    /// In bytes.
    package static let length = 32

    /// `nil` for anything but 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == SealHash.length else { return nil }
        self.bytes = bytes
    }

    private init(of content: [UInt8], after prefix: UInt8) {
        var hash = SHA256()
        hash.update(data: [prefix])
        hash.update(data: content)
        self.bytes = Array(hash.finalize())
    }

    /// The hash of a leaf of a tree.
    package static func leaf(_ content: [UInt8]) -> SealHash { SealHash(of: content, after: 0x00) }

    /// The hash of the node above two others.
    package static func node(_ left: SealHash, _ right: SealHash) -> SealHash {
        SealHash(of: left.bytes + right.bytes, after: 0x01)
    }

    /// The hash of what is no part of a tree: a block, a key, a list of totals.
    package static func document(_ content: [UInt8]) -> SealHash {
        SealHash(of: content, after: 0x02)
    }

    /// The root of a tree without leaves: the hash of nothing.
    package static let ofNothing = SealHash(finished: Array(SHA256.hash(data: [UInt8]())))

    /// What stands where there is nothing before.
    package static let none = SealHash(finished: [UInt8](repeating: 0, count: SealHash.length))

    private init(finished bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension SealHash: TextCodable {
    package static let form = "64 hexadecimal digits"

    package init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text) else { return nil }
        self.init(bytes)
    }

    package var description: String { Hexadecimal.text(self.bytes) }
}

extension SealHash {
    /// Hashes that lie one behind the other; `nil` for a length that is not that of whole ones.
    package static func list(_ bytes: [UInt8]) -> [SealHash]? {
        guard bytes.count.isMultiple(of: SealHash.length) else { return nil }
        return stride(from: 0, to: bytes.count, by: SealHash.length).compactMap {
            SealHash(Array(bytes[$0..<$0 + SealHash.length]))
        }
    }
}

extension [SealHash] {
    /// All of them, one behind the other.
    package var joinedBytes: [UInt8] { self.flatMap(\.bytes) }
}
