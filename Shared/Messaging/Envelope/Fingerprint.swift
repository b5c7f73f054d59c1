import Crypto

/// A SHA-256 over several parts that cannot be shifted from one part to the next.
package enum Fingerprint {
    /// Each part is preceded by its length in eight bytes.
    package static func of(_ parts: [[UInt8]]) -> [UInt8] {
        var hash = SHA256()
        for part in parts {
            hash.update(data: part.count.bigEndianBytes)
            hash.update(data: part)
        }
        return Array(hash.finalize())
    }
}

extension Int {
    var bigEndianBytes: [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: self >> (56 - 8 * $0)) }
    }
}
