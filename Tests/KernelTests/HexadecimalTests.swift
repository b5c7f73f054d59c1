import Kernel
import Testing

struct HexadecimalTests {
    @Test func `every byte is written as two digits and read back`() {
        let bytes = Array(UInt8.min...UInt8.max)
        let text = Hexadecimal.text(bytes)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
        #expect(Hexadecimal.bytes(text) == bytes)
        #expect(Hexadecimal.bytes(text.uppercased()) == bytes)
    }

    @Test(arguments: ["0", "0g", "é", " 00", "0x00", "０１"])
    func `anything else is refused`(text: String) {
        #expect(Hexadecimal.bytes(text) == nil)
    }
}
