import FoundationEssentials

extension UUID {
    /// The bytes as two big-endian numbers, which are compared and hashed faster than bytes.
    var halves: (head: UInt64, tail: UInt64) {
        let bytes = self.uuid
        return (
            Self.half(
                bytes.0,
                bytes.1,
                bytes.2,
                bytes.3,
                bytes.4,
                bytes.5,
                bytes.6,
                bytes.7
            ),
            Self.half(
                bytes.8,
                bytes.9,
                bytes.10,
                bytes.11,
                bytes.12,
                bytes.13,
                bytes.14,
                bytes.15
            )
        )
    }

    /// Puts two big-endian halves together.
    init(head: UInt64, tail: UInt64) {
        func byte(_ half: UInt64, _ index: UInt64) -> UInt8 {
            UInt8(truncatingIfNeeded: half >> (56 - 8 * index))
        }
        self.init(
            uuid: (
                byte(head, 0), byte(head, 1), byte(head, 2), byte(head, 3),
                byte(head, 4), byte(head, 5), byte(head, 6), byte(head, 7),
                byte(tail, 0), byte(tail, 1), byte(tail, 2), byte(tail, 3),
                byte(tail, 4), byte(tail, 5), byte(tail, 6), byte(tail, 7)
            )
        )
    }

    private static func half(
        _ a: UInt8,
        _ b: UInt8,
        _ c: UInt8,
        _ d: UInt8,
        _ e: UInt8,
        _ f: UInt8,
        _ g: UInt8,
        _ h: UInt8
    ) -> UInt64 {
        let high = UInt64(a) << 56 | UInt64(b) << 48 | UInt64(c) << 40 | UInt64(d) << 32
        let low = UInt64(e) << 24 | UInt64(f) << 16 | UInt64(g) << 8 | UInt64(h)
        return high | low
    }
}
