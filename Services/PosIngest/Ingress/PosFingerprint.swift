import Crypto
import FoundationEssentials

/// What two deliveries of one document share.
enum PosFingerprint {
    /// SHA-256 over the kind and the payload, byte by byte as they came.
    static func of(kind: String, payload: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Data(kind.utf8))
        hash.update(data: [0])
        hash.update(data: payload)
        return Array(hash.finalize())
    }
}
