import FoundationEssentials
import Kernel
import Testing

struct UUIDTextTests {
    @Test func `a text is written and read as Foundation does, in either case`() {
        var generator = SeededGenerator(seed: 36)
        for _ in 0..<1_000 {
            let time = UInt64.random(in: 0..<1 << 48, using: &generator)
            let id = UUID.version7(milliseconds: time, using: &generator)
            #expect(id.text == id.uuidString.lowercased())
            #expect(UUID(text: id.text) == id)
            #expect(UUID(text: id.uuidString) == id)
        }
    }

    @Test(arguments: [
        "", "0198c0de", "0198c0de-0000-7000-8000-00000000000",
        "0198c0de-0000-7000-8000-0000000000000",
        "0198c0de00000-7000-8000-000000000000", "0198c0dg-0000-7000-8000-000000000000",
        " 198c0de-0000-7000-8000-000000000000", "0x98c0de-0000-7000-8000-000000000000",
        "{0198c0de-0000-7000-8000-00000000000", "0198c0de-0000-7000-8000-0000000000é",
    ])
    func `anything else is no UUID`(text: String) {
        #expect(UUID(text: text) == nil)
    }
}
