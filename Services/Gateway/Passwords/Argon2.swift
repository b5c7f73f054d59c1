import CArgon2

/// Argon2id with the parameters that every new hash gets.
///
/// RFC 9106; the figures are among those that the OWASP Password Storage Cheat Sheet gives as
/// equally strong: 7 MiB, five passes, one lane. They are written into each hash, so older hashes
/// still verify.
struct Argon2: Hashable, Sendable {
    var memoryKibibytes: UInt32 = 7 * 1_024
    var passes: UInt32 = 5
    var lanes: UInt32 = 1

    private static let saltLength = 16
    private static let hashLength = 32

    struct Failure: Error, Hashable {
        let code: CInt
    }

    /// Hashes a password with a fresh salt; costs tens of milliseconds of the calling thread.
    func hash(_ password: String) throws(Failure) -> String {
        let salt = (0..<Self.saltLength).map { _ in UInt8.random(in: .min ... .max) }
        let capacity = argon2_encodedlen(
            self.passes,
            self.memoryKibibytes,
            self.lanes,
            UInt32(salt.count),
            UInt32(Self.hashLength),
            Argon2_id
        )
        var encoded = [CChar](repeating: 0, count: capacity)
        let bytes = Array(password.utf8)
        let code = unsafe argon2id_hash_encoded(
            self.passes,
            self.memoryKibibytes,
            self.lanes,
            bytes,
            bytes.count,
            salt,
            salt.count,
            Self.hashLength,
            &encoded,
            encoded.count
        )
        guard code == ARGON2_OK.rawValue else { throw Failure(code: code) }
        return String(
            decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
            as: UTF8.self
        )
    }

    /// Whether `password` is the one that `encoded` was made of.
    func verify(_ password: String, against encoded: String) throws(Failure) -> Bool {
        let bytes = Array(password.utf8)
        let code = unsafe argon2id_verify(encoded, bytes, bytes.count)
        switch code {
        case ARGON2_OK.rawValue: return true
        case ARGON2_VERIFY_MISMATCH.rawValue: return false
        default: throw Failure(code: code)
        }
    }

    /// Whether a stored hash was made with other parameters and should be made anew.
    func isOutdated(_ encoded: String) -> Bool {
        let parameters = "m=\(self.memoryKibibytes),t=\(self.passes),p=\(self.lanes)"
        return !encoded.hasPrefix("$argon2id$v=19$\(parameters)$")
    }
}
