package import FoundationEssentials

extension UUID {
    /// A time-ordered UUID, so that new primary keys land at the end of their index.
    ///
    /// Layout of RFC 9562, section 5.7: 48 bits of Unix milliseconds, the version, 12 random bits,
    /// the variant, 62 random bits.
    ///
    /// - Parameters:
    ///   - milliseconds: Since the Unix epoch, at most `2^48 - 1`.
    ///   - generator: The source of the 74 random bits.
    package static func version7(
        milliseconds: UInt64,
        using generator: inout some RandomNumberGenerator
    ) -> UUID {
        precondition(milliseconds < 1 << 48, "48 bits of milliseconds end in the year 10889")
        let head = milliseconds << 16 | 0x7000 | generator.next() & 0x0FFF
        let tail = 1 << 63 | generator.next() & (1 << 62 - 1)
        return UUID(head: head, tail: tail)
    }

    /// The smallest version 7 UUID of a millisecond, for range bounds.
    package static func version7Floor(milliseconds: UInt64) -> UUID {
        UUID(head: milliseconds << 16, tail: 0)
    }

    /// When a version 7 UUID was made, in Unix milliseconds; `nil` for other versions.
    package var version7Milliseconds: UInt64? {
        let bytes = self.uuid
        guard bytes.6 >> 4 == 7 else { return nil }
        return [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5]
            .reduce(0) { $0 << 8 | UInt64($1) }
    }
}
