/// A random secret that a client carries: `sbk_` for API keys, `sbs_` for sessions.
///
/// The server keeps a SHA-256 of the whole text only. 256 random bits need no slow hash.
package struct OpaqueToken: Hashable, Sendable {
    /// What a token opens; the raw value is its prefix.
    package enum Kind: String, Sendable {
        case apiKey = "sbk_"
        case session = "sbs_"
    }

    package let text: String

    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )
    private static let length = 43

    /// Reads a token of a kind; `nil` for anything that this server cannot have made.
    package init?(_ text: some StringProtocol, kind: Kind) {
        guard text.hasPrefix(kind.rawValue),
            text.utf8.count == kind.rawValue.utf8.count + Self.length,
            text.dropFirst(kind.rawValue.count).allSatisfy(Self.digits.contains)
        else { return nil }
        self.text = String(text)
    }

    /// Writes 32 secret bytes as a token, in base64url without padding (RFC 4648, section 5).
    package init(_ kind: Kind, secret: [UInt8]) {
        precondition(secret.count == 32, "a token carries 256 bits")
        var bits: UInt32 = 0
        var count: UInt32 = 0
        var text = kind.rawValue
        for byte in secret {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(Self.digits[Int(bits >> count & 0x3F)])
            }
        }
        text.append(Self.digits[Int(bits << (6 - count) & 0x3F)])
        self.text = text
    }

    /// Makes a token of 256 random bits.
    package static func make(
        _ kind: Kind,
        using generator: inout some RandomNumberGenerator
    ) -> OpaqueToken {
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return OpaqueToken(kind, secret: secret)
    }
}
