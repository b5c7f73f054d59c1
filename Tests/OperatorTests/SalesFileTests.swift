import Testing

@testable import Operator

@Suite struct SalesFileTests {
    private static func clock() throws -> ShopClock {
        try #require(ShopClock(zone: "Europe/London"))
    }

    @Test func `rows are read in order with their lines`() throws {
        try SaleFixtures.withFile(
            "536365,85123A,\"HEART, WHITE\",6,01/12/2010 08:26,2.55,17850,United Kingdom",
            "C536379, 85123a ,,-1,01/12/2010 09:41,4.25,,United Kingdom"
        ) { path in
            let rows = try SalesFile(path: path, clock: Self.clock()).rows
            #expect(rows.map(\.line) == [2, 3])
            #expect(rows.map(\.code) == ["85123A", "85123a"])
            #expect(rows.map(\.description) == ["HEART, WHITE", ""])
            #expect(rows.map(\.quantity) == [6, -1])
        }
    }

    @Test func `every malformed field is named with line, field and rule`() throws {
        try SaleFixtures.withFile(
            "536365,85123A,HEART,6,01/12/2010 08:26,2.55,17850,United Kingdom",
            "536366,,HEART,six,2010-12-01,2.55,17850,United Kingdom",
            "536367,85123A,HEART,6,01/12/2010 08:26,2.55"
        ) { path in
            let error = try #require(throws: SalesFileError.self) {
                try SalesFile(path: path, clock: Self.clock())
            }
            #expect(
                error.mistakes.map { "\($0.line) \($0.field)" }
                    == ["3 StockCode", "3 Quantity", "3 InvoiceDate", "4 "]
            )
            #expect(error.count == 4)
            #expect(error.description.contains("nothing was sent"))
        }
    }

    @Test func `a file with many mistakes names the first of them`() throws {
        try SaleFixtures.withFile(
            Array(repeating: "536365,85123A,H,x,y,z,1,UK", count: 100).joined(separator: "\n")
        ) { path in
            let error = try #require(throws: SalesFileError.self) {
                try SalesFile(path: path, clock: Self.clock())
            }
            #expect(error.mistakes.count == SalesFileError.namedMistakes)
            #expect(error.count == 300)
        }
    }

    @Test func `an unclosed quote is a mistake like any other`() throws {
        try SaleFixtures.withFile("536365,85123A,\"HEART,6,01/12/2010 08:26,2.55,1,UK") { path in
            let error = try #require(throws: SalesFileError.self) {
                try SalesFile(path: path, clock: Self.clock())
            }
            #expect(error.mistakes.map(\.line) == [2])
        }
    }

    @Test func `the same content is the same file`() throws {
        let row = "536365,85123A,HEART,6,01/12/2010 08:26,2.55,17850,United Kingdom"
        let digests = try [row, row, row + " "].map { row in
            try SaleFixtures.withFile(row) { try SalesFile(path: $0, clock: Self.clock()).digest }
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != digests[2])
    }

    @Test(arguments: ["0", "2.1", "-11062.06", "0.001", "38970", "123456789012.123456"])
    func `a price is a decimal as written`(text: String) {
        #expect(SaleRowParser.price(text) == text)
    }

    @Test(arguments: ["", "-", ".5", "5.", "1,50", "1e3", "1.1234567", "1234567890123", "£2"])
    func `anything else is no price`(text: String) {
        #expect(SaleRowParser.price(text) == nil)
    }
}
