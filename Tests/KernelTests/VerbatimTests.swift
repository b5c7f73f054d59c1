import Foundation
import Kernel
import Testing

struct VerbatimTests {
    private static let composed = "Caf\u{E9}"
    private static let decomposed = "Cafe\u{301}"

    private struct Key: Codable, Hashable {
        @Verbatim private(set) var name: String
    }

    @Test func `two spellings of one text are two keys`() {
        #expect(Self.composed == Self.decomposed)
        #expect(Verbatim(Self.composed) != Verbatim(Self.decomposed))
        let keys: Set = [Key(name: Self.composed), Key(name: Self.decomposed)]
        #expect(keys.count == 2)
        #expect(keys.contains(Key(name: Self.composed)))
    }

    @Test func `the order is that of the bytes`() {
        let texts: [Verbatim] = ["\u{1F600}", "\u{FF5E}", "\u{E9}", "e\u{301}", "b", "B", ""]
        #expect(
            texts.sorted() == ["", "B", "b", "e\u{301}", "\u{E9}", "\u{FF5E}", "\u{1F600}"]
        )
    }

    @Test func `in JSON it is the plain text`() throws {
        let key = Key(name: Self.decomposed)
        let data = try JSONEncoder().encode(key)
        #expect(String(decoding: data, as: UTF8.self) == #"{"name":"\#(Self.decomposed)"}"#)
        #expect(try JSONDecoder().decode(Key.self, from: data) == key)
    }
}
