import CatalogDomain
import Kernel
import Testing

struct BarcodeTests {
    @Test(
        arguments: [
            ("73513537", BarcodeFormat.gtin8), ("036000291452", .gtin12),
            ("6291041500213", .gtin13),
            ("10614141000415", .gtin14), ("SHELF-7", .other), ("12345", .other),
        ]
    )
    func `a code is taken for what it is`(code: String, format: BarcodeFormat) throws {
        #expect(try Barcode(code).format == format)
    }

    @Test func `digits of a GTIN's length must be one, unless they are said to be other`() throws {
        #expect(throws: BrokenRule.self) { try Barcode("6291041500214") }
        let own = try Barcode("6291041500214", format: .other)
        #expect(own.format == .other)
        #expect(own.key == "other:6291041500214")
    }

    @Test func `a format that the code is not of is refused`() {
        #expect(throws: BrokenRule("format", "is a gtin-13")) {
            try Barcode("6291041500213", format: .gtin14)
        }
    }

    @Test(arguments: ["0", "-1"])
    func `a pack holds more than zero`(text: String) throws {
        let pack = try #require(Quantity(text))
        #expect(throws: BrokenRule.self) { try Barcode("X", packQuantity: pack) }
    }

    @Test func `a scan finds GTINs of any length, and other codes of digits`() throws {
        let keys = Barcode.keys(ofScanned: "0036000291452")
        #expect(keys == ["gtin:00036000291452", "other:0036000291452"])
        #expect(keys.contains(try Barcode("036000291452").key))
        #expect(Barcode.keys(ofScanned: " SHELF-7 ") == ["other:SHELF-7"])
        #expect(Barcode.keys(ofScanned: "") == [])
    }
}
