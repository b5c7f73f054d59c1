import Tabular
import Testing

struct CSVReaderTests {
    @Test(
        arguments: [
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
            ("\"a,\"\"b\"\"\r\nc\",d\n", [["a,\"b\"\r\nc", "d"]]),
            ("\u{FEFF}a,b\n", [["a", "b"]]),
            ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
            ("a,,\n\n\r\n,b\n", [["a", "", ""], ["", "b"]]),
            ("\"\"\n", [[""]]),
            ("\"a\"\r\n\"b\"\r\n", [["a"], ["b"]]),
            ("", []),
            ("a,é☕️\n", [["a", "é☕️"]]),
        ] as [(String, [[String]])]
    )
    func `reads records as RFC 4180 describes them`(text: String, fields: [[String]]) throws {
        #expect(try Self.records(text, pieces: 1_000).map(\.fields) == fields)
    }

    @Test func `pieces of any size give the same records`() throws {
        let text = "sku,name\r\n\"A-1\",\"two\r\nlines, \"\"quoted\"\"\"\r\n\r\nB,é\r\nC,\"\""
        let whole = try Self.records(text, pieces: 10_000)
        for size in 1...12 {
            #expect(try Self.records(text, pieces: size) == whole)
        }
        #expect(whole.map(\.line) == [1, 2, 5, 6])
    }

    @Test(
        arguments: [
            ("a\n\"b", .unterminatedQuote(line: 2)),
            ("a\nb\"c\n", .strayQuote(line: 2)),
            ("\"a\"b\n", .strayQuote(line: 1)),
            ("\"a\"\rb\n", .strayQuote(line: 1)),
        ] as [(String, CSVError)]
    )
    func `names the line of what is not CSV`(text: String, error: CSVError) {
        #expect(throws: error) { try Self.records(text, pieces: 3) }
    }

    @Test func `refuses text that is not UTF-8`() {
        var reader = CSVReader()
        #expect(throws: CSVError.invalidUTF8(line: 1)) {
            try reader.read([0x61, 0xFF, 0x0A])
        }
    }

    @Test func `fields and records have limits`() {
        var limits = CSVReader.Limits()
        limits.maximumFieldBytes = 3
        limits.maximumFields = 2
        var long = CSVReader(limits: limits)
        #expect(throws: CSVError.fieldTooLong(line: 1, maximumBytes: 3)) {
            try long.read(Array("abcd".utf8))
        }
        var wide = CSVReader(limits: limits)
        #expect(throws: CSVError.tooManyFields(line: 1, maximum: 2)) {
            try wide.read(Array("a,b,c\n".utf8))
        }
    }

    @Test func `a header gives fields their names`() throws {
        let records = try Self.records(" sku , name\nA,Lamp\nB\nC,1,2\n", pieces: 100)
        let header = try CSVHeader(records[0])
        #expect(header.values(of: records[1]) == ["sku": "A", "name": "Lamp"])
        #expect(header.values(of: records[2]) == ["sku": "B"])
        #expect(header.values(of: records[3]) == nil)
    }

    @Test(arguments: ["a,a\n", "a,\n"])
    func `a header names each column once`(text: String) throws {
        let record = try #require(try Self.records(text, pieces: 100).first)
        #expect(throws: CSVError.self) { try CSVHeader(record) }
    }

    private static func records(_ text: String, pieces size: Int) throws -> [CSVRecord] {
        var reader = CSVReader()
        var records: [CSVRecord] = []
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            records += try reader.read(bytes.prefix(size))
            bytes = bytes.dropFirst(size)
        }
        if let last = try reader.finish() { records.append(last) }
        return records
    }
}
