import Kernel
import Tabular
import Testing

/// What is written is read again, and no spreadsheet computes with it.
@Suite struct CSVWriterTests {
    private static func text(_ records: [String]...) -> String {
        var writer = CSVWriter()
        for record in records { writer.add(record) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `fields are quoted where they have to be, and nowhere else`() {
        #expect(Self.text(["a", "b c", ""], ["é", "1", "x"]) == "a,b c,\r\né,1,x\r\n")
        #expect(
            Self.text(["a,b", "say \"x\"", "1\n2", "1\r2"])
                == "\"a,b\",\"say \"\"x\"\"\",\"1\n2\",\"1\r2\"\r\n"
        )
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+44", "'+44"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("'=1", "''=1"), ("--1", "'--1"), ("-1.", "'-1."), ("-.5", "'-.5"), ("-1e5", "'-1e5"),
        ("-", "'-"),
        ("-12.5", "-12.5"), ("-7", "-7"), ("a=b", "a=b"), (" =1", " =1"),
    ]) func `a cell that would be a formula is behind an apostrophe`(cell: String, written: String)
    {
        #expect(Self.text([cell, "end"]) == "\(written),end\r\n")
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `whatever is written is read again`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let letters: [Character] = [
            "a", "é", "😀", ",", "\"", "\n", "\r", "\t", "'", "=", "+", "-", "@", "1", ".",
        ]
        let records = (0..<200).map { _ in
            (0..<4).map { _ in
                String(
                    (0..<Int.random(in: 0...5, using: &generator)).compactMap { _ in
                        letters.randomElement(using: &generator)
                    }
                )
            }
        }
        var writer = CSVWriter()
        // A record of nothing would be a line without text, which a reader skips.
        for record in records { writer.add(record + ["end"]) }
        var reader = CSVReader()
        var read = try reader.read(writer.bytes).map(\.fields)
        read += try reader.finish().map { [$0.fields] } ?? []
        let plain = read.map { record in
            record.dropLast().map { $0.hasPrefix("'") ? String($0.dropFirst()) : $0 }
        }
        #expect(plain == records)
    }
}
