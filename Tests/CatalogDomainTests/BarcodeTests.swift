import CatalogDomain
import Kernel
import Testing

struct BarcodeTests {
    @Test(
        arguments: [
            ("73513537", Symbology.gtin8), ("036000291452", .gtin12), ("6291041500213", .gtin13),
            ("10614141000415", .gtin14), ("SHELF-7", .internal), ("12345", .internal),
        ]
    )
    func `a code is taken for what it is`(code: String, symbology: Symbology) throws {
        #expect(try Barcode(code).symbology == symbology)
    }

    @Test func `digits of a GTIN's length must be one, unless they are called internal`() throws {
        #expect(throws: BrokenRule.self) { try Barcode("6291041500214") }
        let own = try Barcode("6291041500214", symbology: .internal)
        #expect(own.symbology == .internal)
        #expect(own.key == "internal:6291041500214")
    }

    @Test func `a symbology that the code is not of is refused`() {
        #expect(throws: BrokenRule("symbology", "is a gtin-13")) {
            try Barcode("6291041500213", symbology: .gtin14)
        }
    }

    @Test(arguments: ["0", "-1"])
    func `a pack holds more than zero`(text: String) throws {
        let pack = try #require(Quantity(text))
        #expect(throws: BrokenRule.self) { try Barcode("X", packQuantity: pack) }
    }

    @Test func `a scan finds GTINs of any length, and internal codes of digits`() throws {
        let keys = Barcode.keys(ofScanned: "0036000291452")
        #expect(keys == ["gtin:00036000291452", "internal:0036000291452"])
        #expect(keys.contains(try Barcode("036000291452").key))
        #expect(Barcode.keys(ofScanned: " SHELF-7 ") == ["internal:SHELF-7"])
        #expect(Barcode.keys(ofScanned: "") == [])
    }
}
