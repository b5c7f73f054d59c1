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
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )
    private static let length = 43

    /// Reads a token of a kind; `nil` for anything that this server cannot have made.
    package init?(_ text: String, kind: Kind) {
        let prefix = kind.rawValue
        guard text.hasPrefix(prefix), text.utf8.count == prefix.utf8.count + Self.length,
            text.utf8.dropFirst(prefix.utf8.count).allSatisfy(Self.isDigit)
        else { return nil }
        self.text = text
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Writes 32 secret bytes as a token, in base64url without padding (RFC 4648, section 5).
    package init(_ kind: Kind, secret: [UInt8]) {
        precondition(secret.count == 32, "a token carries 256 bits")
        var bits: UInt32 = 0
        var count: UInt32 = 0
        var text = Array(kind.rawValue.utf8)
        for byte in secret {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(Self.digits[Int(bits >> count & 0x3F)])
            }
        }
        text.append(Self.digits[Int(bits << (6 - count) & 0x3F)])
        self.text = String(decoding: text, as: UTF8.self)
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
