import FoundationEssentials
import Kernel
import Testing

struct IDTests {
    /// The example of RFC 9562, appendix A.6.
    @Test func `version 7 carries the time, the version and the variant`() {
        var random = SeededGenerator(seed: 1)
        let uuid = UUID.version7(milliseconds: 0x017F_22E2_79B0, using: &random)
        #expect(uuid.uuidString.hasPrefix("017F22E2-79B0-7"))
        #expect("89AB".contains(uuid.uuidString.dropFirst(19).first ?? " "))
        #expect(uuid.version7Milliseconds == 0x017F_22E2_79B0)
    }

    @Test func `later sorts after earlier, as text and as value`() {
        var random = SeededGenerator(seed: 2)
        let ids = (0..<200).map { ID<Int>(.version7(milliseconds: $0, using: &random)) }
        #expect(ids == ids.sorted())
        #expect(ids.map(\.description) == ids.map(\.description).sorted())
    }

    @Test func `reads the hyphenated form only`() {
        #expect(ID<Int>("017f22e2-79b0-7cc3-98c4-dc0c0c07398f") != nil)
        #expect(ID<Int>("017f22e279b07cc398c4dc0c0c07398f") == nil)
    }
}
