import Kernel
import Testing

struct StringValidatingTests {
    @Test func `bytes are a text where the standard library says so`() {
        var random = SeededGenerator(seed: 8)
        let pieces: [[UInt8]] = [
            Array("a".utf8), Array("é".utf8), Array("日".utf8), Array("🧮".utf8), [0], [0x80],
            [0xC3], [0xE6, 0x97], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...12, using: &random)
            let bytes = (0..<count).flatMap { _ in
                // Mostly whole characters, or hardly any would be a text.
                pieces[min(Int.random(in: 0...60, using: &random), Int(random.next() % 11))]
            }
            #expect(String(validating: bytes.span) == String(validating: bytes, as: UTF8.self))
        }
    }
}
